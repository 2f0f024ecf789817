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
    /// <summary>Rows that pass all layers together: what they fill stays in the second cache beside the weights.</summary>
    private const int MostLaneRows = 22 * Tile.Rows;

    /// <summary>Lanes for each thread: so many that one which is late costs little.</summary>
    private const int LanesPerThread = 2;

    private readonly Arena _arena = new();
    private readonly WorkTeam _team;
    private readonly LayerPlan[] _plans;
    private readonly LanePhase<TS, TV> _lanes;
    private readonly UnitPhase<TS, TV> _units;
    private readonly IGradientSink[] _sinks;
    private readonly int _laneRows, _blockRows;
    private KeptUnits<TS, TV>? _kept;

    public CpuNetwork(IReadOnlyList<CpuLayer> layers, int batchRows, int threads)
    {
        _plans = [.. layers.Select((layer, i) => new LayerPlan(layer, i == 0, TS.PanelVectors * TS.Count, TS.Count, _arena))];
        _blockRows = Math.Min(batchRows, BlockRows);
        int lanes = threads == 1 ? 1 : threads * LanesPerThread;
        _laneRows = Math.Clamp(Tile.Padded((_blockRows + lanes - 1) / lanes), Tile.Rows, MostLaneRows);
        _lanes = new LanePhase<TS, TV>(_plans, _laneRows, (_blockRows + _laneRows - 1) / _laneRows, threads, _arena);
        _units = new UnitPhase<TS, TV>(_plans, _lanes, threads, _arena);
        _sinks = [.. layers
            .SelectMany(layer => new[] { layer.Weight, layer.Bias, layer.Scale, layer.Share })
            .Select(parameter => parameter?.Sink).OfType<IGradientSink>()];
        _team = new WorkTeam(threads);
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
        bool isDirect = count <= _blockRows && maxNorm is null;
        for (int done = 0; done < count; done += _blockRows)
        {
            _lanes.Step = new StepPlan
            {
                Rows = rows,
                Start = start + done,
                Count = Math.Min(_blockRows, count - done),
                AllRows = count,
                LaneRows = _laneRows,
                Loss = loss,
                IsTraining = true,
                Dropout = dropout,
                FirstMask = done,
            };
            _team.Run(_lanes);
            sum += _lanes.Sum().Loss;
            if (!isDirect)
            {
                _kept ??= new KeptUnits<TS, TV>(_plans, _lanes, _arena);
                _kept.Add(_team, isFirst: done == 0, isLast: done + _blockRows >= count);
            }
        }
        foreach (IGradientSink sink in _sinks)
            sink.Begin();
        if (isDirect)
            _team.Run(_units);
        else
            _kept!.Update(_team, maxNorm);
        return sum / count;
    }

    /// <inheritdoc/>
    public override (double Loss, double Error) Evaluate(CpuRows rows, CpuLoss loss)
    {
        Check(rows, 0, rows.Count, loss);
        double sum = 0, errors = 0;
        for (int start = 0; start < rows.Count; start += _blockRows)
        {
            _lanes.Step = new StepPlan
            {
                Rows = rows,
                Start = start,
                Count = Math.Min(_blockRows, rows.Count - start),
                AllRows = rows.Count,
                LaneRows = _laneRows,
                Loss = loss,
            };
            _team.Run(_lanes);
            (double losses, double wrong) = _lanes.Sum();
            (sum, errors) = (sum + losses, errors + wrong);
        }
        return (sum / rows.Count, errors / rows.Count);
    }

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<float> features, Span<float> outputs) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Dispose()
    {
        _team.Dispose();
        _arena.Dispose();
    }

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
