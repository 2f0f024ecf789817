using System.Buffers;
using System.Collections.Concurrent;
using Syre.Cpu.Kernels;
using Syre.Cpu.Memory;
using Syre.Cpu.Simd;
using Syre.Cpu.Threads;

namespace Syre.Cpu.Networks;

/// <summary>A network on registers of one width.</summary>
internal sealed unsafe class RegisterNetwork<TS, TV> : CpuNetwork
    where TS : struct, ISimd<TV>
    where TV : struct
{
    /// <summary>Rows that a thread takes through all layers at a time, at most: what they fill stays in the second cache.</summary>
    private const int MostLaneRows = 22 * Tile.Rows;

    /// <summary>Lanes for each thread whose gradients are summed at once: more would leave the caches before they are.</summary>
    private const int MostBlockLanes = 4;

    /// <summary>Lanes for each of several threads: so many that one which is late costs little.</summary>
    private const int LanesPerThread = 2;

    private readonly Arena _arena = new();
    private readonly WorkTeam _team;
    private readonly NetworkPlan _network;
    private readonly StepPhase? _inputs;
    private readonly LanePhase<TS, TV> _lanes;
    private readonly UnitPhase<TS, TV> _units;
    private readonly IGradientSink[] _sinks;
    private readonly int _laneRows, _blockRows;
    private readonly ConcurrentBag<LaneMemory> _idle = [];

    /// <param name="parts">What it is made of.</param>
    /// <param name="batchRows">Most rows of a step.</param>
    /// <param name="threads">Number of threads.</param>
    /// <param name="cores">The cores that they share with other networks'; null (default) for the process's.</param>
    public RegisterNetwork(CpuNetworkParts parts, int batchRows, int threads, CoreShare? cores = null)
    {
        _network = NetworkPlan.Create<TS, TV>(parts, _arena);
        int lanes = threads == 1 ? (batchRows + MostLaneRows - 1) / MostLaneRows : threads * LanesPerThread;
        _laneRows = Math.Min(Tile.Padded((batchRows + lanes - 1) / lanes), MostLaneRows);
        _blockRows = _laneRows * Math.Min((batchRows + _laneRows - 1) / _laneRows, threads * MostBlockLanes);
        (ILaneReader? reader, _inputs) = Inputs(threads);
        _lanes = new LanePhase<TS, TV>(_network, reader, _laneRows, _blockRows / _laneRows, threads, _arena);
        _units = new UnitPhase<TS, TV>(_network, _lanes, threads, _arena);
        _sinks = [.. _network.All.Select(part => part.Plan.Layer)
            .SelectMany(layer => new[] { layer.IsTable ? null : layer.Weight, layer.Bias, layer.Scale, layer.Share })
            .Select(parameter => parameter?.Sink).OfType<IGradientSink>()];
        _team = new WorkTeam(threads, cores);
        ParametersChanged();
    }

    public override int Threads => _team.Threads;

    internal override bool IsIntact => _arena.IsIntact;

    /// <summary>Work that was done twice because a thread was late.</summary>
    public long Repeats => _team.Repeats;

    public override void ParametersChanged()
    {
        ObjectDisposedException.ThrowIf(_team.Stops, this);
        _network.Pack();
        GC.KeepAlive(this);
    }

    public override double Step(CpuRows rows, int start, int count, CpuLoss loss, Dropout dropout, double? maxNorm = null)
    {
        Check(rows, start, count, loss);
        _inputs?.Begin(rows, start, count);
        double sum = 0;
        bool isWhole = count <= _blockRows && maxNorm is null;
        for (int done = 0; done < count; done += _blockRows)
        {
            _lanes.Step = Plan(rows, start + done, count - done, count) with
            {
                Loss = loss,
                IsTraining = true,
                Dropout = dropout,
                FirstMask = done,
            };
            _team.Run(_lanes);
            sum += _lanes.Sum();
            bool isLast = done + _blockRows >= count;
            if (isLast)
                BeginUpdate();
            _units.Stretch = isWhole ? Stretch.Whole : (done == 0 ? Stretch.First : 0) | (isLast ? Stretch.Last : 0);
            _team.Run(_units);
        }
        float? factor = maxNorm is null ? null : Factor(maxNorm.Value);
        if (!isWhole)
            _units.Update(_team, factor);
        _inputs?.Update(_team, factor);
        GC.KeepAlive(this);
        return sum / count;
    }

    public override void RunRows(CpuRows rows, Span<float> outputs, Action? beforeBlock = null)
    {
        CheckFeatures(rows);
        CheckRun(rows.HasEntries, fits: true, rows.Count, outputs);
        int width = _network.Outputs, last = _network.Layers.Length - 1;
        for (int start = 0; start < rows.Count; start += _blockRows)
        {
            beforeBlock?.Invoke();
            StepPlan plan = _lanes.Step = Plan(rows, start, rows.Count - start, rows.Count);
            _team.Run(_lanes);
            for (int lane = 0; lane < plan.Lanes; lane++)
            {
                (int from, int count) = plan.Lane(lane);
                for (int r = 0; r < count; r++)
                    _lanes.Done[lane].OutputRow(last, r, width).CopyTo(outputs[((start + from + r) * width)..]);
            }
        }
        GC.KeepAlive(this);
    }

    public override void Run(ReadOnlySpan<float> features, Span<float> outputs, Action<int, HiddenRows>? hidden = null)
    {
        int size = _network.Inputs, rows = features.Length / size;
        CheckRun(ofEntries: false, fits: features.Length == rows * size, rows, outputs);
        fixed (float* all = features)
            Run(new InputRows { Features = all, Size = size }, rows, outputs, hidden);
    }

    public override void RunSparse(SparseRows entries, Span<float> outputs, Action<int, HiddenRows>? hidden = null)
    {
        CheckRun(ofEntries: true, fits: true, entries.Count, outputs);
        int[] rented = ArrayPool<int>.Shared.Rent(entries.Features.Length);
        try
        {
            entries.CopyFeatures(_network.Inputs, rented);
            fixed (long* starts = entries.Starts)
            fixed (int* features = rented)
            fixed (float* values = entries.Values)
            {
                var list = new SparseEntries { Starts = starts, Features = features, Values = values };
                Run(new InputRows { Entries = list, Size = _network.Inputs }, entries.Count, outputs, hidden);
            }
        }
        finally
        {
            ArrayPool<int>.Shared.Return(rented);
        }
    }

    public override void Dispose()
    {
        _team.Dispose();
        _arena.Dispose();
    }

    /// <summary>The gradients of what lies before the first layer's product, or nothing.</summary>
    private (ILaneReader?, StepPhase?) Inputs(int threads)
    {
        if (_network.ReadsEntries)
        {
            var tables = new TableBatch(_network, _arena);
            return (tables, new TablePhase<TS, TV>(tables, threads, _arena));
        }
        if (_network.Embedding is null)
            return (null, null);
        var embedded = new EmbeddingBatch(_network.Embedding, _arena);
        return (embedded, new EmbeddingPhase<TS, TV>(embedded, threads, _arena));
    }

    private void BeginUpdate()
    {
        Array.ForEach(_sinks, sink => sink.Begin());
        _inputs?.BeginUpdate();
    }

    /// <summary>What a gradient longer than allowed is shortened by.</summary>
    private float? Factor(double maxNorm)
    {
        double norm = Math.Sqrt(_units.Squares + (_inputs?.Squares(_team) ?? 0));
        return norm > maxNorm ? (float)(maxNorm / norm) : null;
    }

    private void Run(InputRows input, int rows, Span<float> outputs, Action<int, HiddenRows>? hidden)
    {
        int width = _network.Outputs, last = _network.Layers.Length - 1;
        LaneMemory memory = _idle.TryTake(out LaneMemory? idle) ? idle : new LaneMemory(_network, MostLaneRows, trains: false, _arena);
        for (int start = 0; start < rows; start += MostLaneRows)
        {
            memory.Rows = Math.Min(MostLaneRows, rows - start);
            LanePass<TS, TV>.Run(_network, input with { First = start }, memory);
            for (int r = 0; r < memory.Rows; r++)
                memory.OutputRow(last, r, width).CopyTo(outputs[((start + r) * width)..]);
            for (int layer = 0; hidden is not null && layer < last; layer++)
                hidden(start, new HiddenRows(memory, layer, _network.Layers[layer].Layer.Outputs));
        }
        _idle.Add(memory);
        GC.KeepAlive(this);
    }

    private void CheckRun(bool ofEntries, bool fits, int rows, Span<float> outputs)
    {
        ObjectDisposedException.ThrowIf(_team.Stops, this);
        if (!fits || ofEntries != _network.ReadsEntries || outputs.Length != (long)rows * _network.Outputs)
        {
            throw new ArgumentException(
                $"{rows} rows {(ofEntries ? "of entries" : "of all features")} and {outputs.Length} outputs do not fit; a row " +
                $"{(_network.ReadsEntries ? "lists entries of" : "has")} {_network.Inputs} features and gives {_network.Outputs} outputs.");
        }
    }

    private StepPlan Plan(CpuRows rows, int start, int left, int all) => new()
    {
        Rows = rows, Start = start, Count = Math.Min(_blockRows, left), AllRows = all, LaneRows = _laneRows,
    };

    private void Check(CpuRows rows, int start, int count, CpuLoss loss)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start + count, rows.Count, nameof(count));
        CheckFeatures(rows);
        if (rows.TargetSize != loss.TargetSize(_network.Outputs))
        {
            throw new ArgumentException(
                $"The rows have {rows.TargetSize} targets; the loss takes {loss.TargetSize(_network.Outputs)}.", nameof(rows));
        }
    }

    private void CheckFeatures(CpuRows rows)
    {
        if (rows.Size != _network.Inputs || rows.HasEntries != _network.ReadsEntries)
        {
            throw new ArgumentException(
                $"The rows have {rows.Size} {Kind(rows.HasEntries)}features; the network takes {_network.Inputs} " +
                $"{Kind(_network.ReadsEntries)}ones.", nameof(rows));
        }

        static string Kind(bool hasEntries) => hasEntries ? "sparse " : "";
    }
}
