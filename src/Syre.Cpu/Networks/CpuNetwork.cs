using System.Collections.Concurrent;
using Syre.Cpu.Kernels;
using Syre.Cpu.Memory;
using Syre.Cpu.Simd;
using Syre.Cpu.Threads;

namespace Syre.Cpu.Networks;

/// <summary>A network on registers of one width.</summary>
internal sealed unsafe class CpuNetwork<TS, TV> : CpuNetwork
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
    private readonly LayerPlan[] _plans;
    private readonly LanePhase<TS, TV> _lanes;
    private readonly UnitPhase<TS, TV> _units;
    private readonly IGradientSink[] _sinks;
    private readonly int _laneRows, _blockRows;
    private readonly ConcurrentBag<LaneMemory> _idle = [];

    /// <param name="layers">The layers.</param>
    /// <param name="batchRows">Most rows of a step.</param>
    /// <param name="threads">Number of threads.</param>
    /// <param name="cores">The cores that they share with other networks'; null (default) for the process's.</param>
    public CpuNetwork(IReadOnlyList<CpuLayer> layers, int batchRows, int threads, CoreShare? cores = null)
    {
        _plans = [.. layers.Select((layer, i) => new LayerPlan(layer, i == 0, TS.PanelVectors * TS.Count, TS.Count, _arena))];
        int lanes = threads == 1 ? (batchRows + MostLaneRows - 1) / MostLaneRows : threads * LanesPerThread;
        _laneRows = Math.Min(Tile.Padded((batchRows + lanes - 1) / lanes), MostLaneRows);
        _blockRows = _laneRows * Math.Min((batchRows + _laneRows - 1) / _laneRows, threads * MostBlockLanes);
        _lanes = new LanePhase<TS, TV>(_plans, _laneRows, _blockRows / _laneRows, threads, _arena);
        _units = new UnitPhase<TS, TV>(_plans, _lanes, threads, _arena);
        _sinks = [.. layers
            .SelectMany(layer => new[] { layer.Weight, layer.Bias, layer.Scale, layer.Share })
            .Select(parameter => parameter?.Sink).OfType<IGradientSink>()];
        _team = new WorkTeam(threads, cores);
        ParametersChanged();
    }

    /// <inheritdoc/>
    public override int Threads => _team.Threads;

    /// <summary>Whether nothing was written beyond any matrix.</summary>
    public bool IsIntact => _arena.IsIntact;

    /// <summary>Work that was done twice because a thread was late.</summary>
    public long Repeats => _team.Repeats;

    /// <inheritdoc/>
    public override void ParametersChanged()
    {
        ObjectDisposedException.ThrowIf(_team.Stops, this);
        foreach (LayerPlan plan in _plans)
        {
            for (int unit = 0; unit < plan.Units; unit++)
                plan.Pack(unit);
        }
    }

    /// <inheritdoc/>
    public override double Step(CpuRows rows, int start, int count, CpuLoss loss, Dropout dropout, double? maxNorm = null)
    {
        Check(rows, start, count, loss);
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
            sum += _lanes.Sum().Loss;
            bool isLast = done + _blockRows >= count;
            if (isLast)
                Array.ForEach(_sinks, sink => sink.Begin());
            _units.Stretch = isWhole ? Stretch.Whole : (done == 0 ? Stretch.First : 0) | (isLast ? Stretch.Last : 0);
            _team.Run(_units);
        }
        if (!isWhole)
            _units.Update(_team, maxNorm);
        return sum / count;
    }

    /// <inheritdoc/>
    public override (double Loss, double Error) Evaluate(CpuRows rows, CpuLoss loss)
    {
        Check(rows, 0, rows.Count, loss);
        double sum = 0, errors = 0;
        for (int start = 0; start < rows.Count; start += _blockRows)
        {
            _lanes.Step = Plan(rows, start, rows.Count - start, rows.Count) with { Loss = loss };
            _team.Run(_lanes);
            (double losses, double wrong) = _lanes.Sum();
            (sum, errors) = (sum + losses, errors + wrong);
        }
        return (sum / rows.Count, errors / rows.Count);
    }

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<float> features, Span<float> outputs, Action<int, HiddenRows>? hidden = null)
    {
        ObjectDisposedException.ThrowIf(_team.Stops, this);
        int size = _plans[0].Layer.Inputs, width = _plans[^1].Layer.Outputs, rows = features.Length / size;
        if (features.Length != rows * size || outputs.Length != rows * width)
        {
            throw new ArgumentException(
                $"{features.Length} features and {outputs.Length} outputs do not fit; a row has {size} and {width}.");
        }

        LaneMemory memory = _idle.TryTake(out LaneMemory? idle) ? idle : new LaneMemory(_plans, MostLaneRows, trains: false, _arena);
        for (int start = 0; start < rows; start += MostLaneRows)
        {
            memory.Rows = Math.Min(MostLaneRows, rows - start);
            LanePass<TS, TV>.Run(_plans, features.Slice(start * size, memory.Rows * size), memory);
            for (int r = 0; r < memory.Rows; r++)
                memory.OutputRow(_plans.Length - 1, r, width).CopyTo(outputs[((start + r) * width)..]);
            for (int layer = 0; hidden is not null && layer < _plans.Length - 1; layer++)
                hidden(start, new HiddenRows(memory, layer, _plans[layer].Layer.Outputs));
        }
        _idle.Add(memory);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _team.Dispose();
        _arena.Dispose();
    }

    private StepPlan Plan(CpuRows rows, int start, int left, int all) => new()
    {
        Rows = rows, Start = start, Count = Math.Min(_blockRows, left), AllRows = all, LaneRows = _laneRows,
    };

    private void Check(CpuRows rows, int start, int count, CpuLoss loss)
    {
        CpuLayer last = _plans[^1].Layer;
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start + count, rows.Count, nameof(count));
        if (rows.Size != _plans[0].Layer.Inputs || rows.TargetSize != loss.TargetSize(last.Outputs))
        {
            throw new ArgumentException(
                $"The rows have {rows.Size} features and {rows.TargetSize} targets; the network takes {_plans[0].Layer.Inputs} and " +
                $"{loss.TargetSize(last.Outputs)}.", nameof(rows));
        }
    }
}
