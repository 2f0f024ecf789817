using Syre.Cpu.Memory;
using Syre.Cpu.Simd;
using Syre.Cpu.Threads;

namespace Syre.Cpu.Networks;

/// <summary>Rows of a batch through the network, a lane an item.</summary>
internal sealed class LanePhase<TS, TV> : IPhase
    where TS : struct, ISimd<TV>
    where TV : struct
{
    private readonly NetworkPlan _network;
    private readonly ILaneReader? _reader;
    private readonly LaneMemory[] _lanes, _own;
    private StepPlan? _step;

    /// <param name="network">The network.</param>
    /// <param name="reader">Reads what the lanes leave for the step's end; null for nobody.</param>
    /// <param name="rows">Most rows of a lane.</param>
    /// <param name="lanes">Most lanes.</param>
    /// <param name="workers">Number of threads.</param>
    /// <param name="arena">Where memory is.</param>
    public LanePhase(NetworkPlan network, ILaneReader? reader, int rows, int lanes, int workers, Arena arena)
    {
        (_network, _reader) = (network, reader);
        LaneMemory[] New(int count) => [.. Enumerable.Range(0, count).Select(_ => new LaneMemory(network, rows, trains: true, arena))];
        (_lanes, _own) = (New(lanes), New(workers));
    }

    /// <summary>The results of the lanes of the present step.</summary>
    public ReadOnlySpan<LaneMemory> Done => _lanes.AsSpan(0, Step.Lanes);

    /// <summary>What to do next.</summary>
    public StepPlan Step
    {
        get => Volatile.Read(ref _step)!;
        set => Volatile.Write(ref _step, value);
    }

    public int Items => Step.Lanes;

    public void Compute(int item, int worker)
    {
        StepPlan step = Step;
        // Who is so late that the next step has begun may find it shorter; nobody wants the result.
        if (item < step.Lanes)
            LanePass<TS, TV>.Run(_network, step, item, _own[worker]);
    }

    public void Commit(int item, int worker)
    {
        (_lanes[item], _own[worker]) = (_own[worker], _lanes[item]);
        if (Step.IsTraining)
            _reader?.Take(_lanes[item], Step.FirstMask + Step.Lane(item).From);
    }

    /// <summary>The lanes' losses, in the order of the rows.</summary>
    public double Sum()
    {
        double loss = 0;
        foreach (LaneMemory lane in Done)
        {
            for (int tile = 0; tile < lane.Tiles; tile++)
                loss += lane.Losses[tile];
        }
        return loss;
    }
}
