using Syre.Cpu.Memory;
using Syre.Cpu.Simd;
using Syre.Cpu.Threads;

namespace Syre.Cpu.Networks;

/// <summary>Rows of a batch through the network, a lane an item.</summary>
internal sealed class LanePhase<TS, TV> : IPhase
    where TS : struct, ISimd<TV>
    where TV : struct
{
    private readonly LayerPlan[] _plans;
    private readonly LaneMemory[] _own;
    private StepPlan? _step;

    /// <param name="plans">The layers.</param>
    /// <param name="rows">Most rows of a lane.</param>
    /// <param name="lanes">Most lanes.</param>
    /// <param name="workers">Number of threads.</param>
    /// <param name="arena">Where memory is.</param>
    public LanePhase(LayerPlan[] plans, int rows, int lanes, int workers, Arena arena)
    {
        _plans = plans;
        LaneMemory[] New(int count) => [.. Enumerable.Range(0, count).Select(_ => new LaneMemory(plans, rows, arena))];
        (Lanes, _own) = (New(lanes), New(workers));
    }

    /// <summary>The lanes' results.</summary>
    public LaneMemory[] Lanes { get; }

    /// <summary>What to do next.</summary>
    public StepPlan Step
    {
        get => _step!;
        set => Volatile.Write(ref _step, value);
    }

    /// <inheritdoc/>
    public int Items => Step.Lanes;

    /// <inheritdoc/>
    public void Compute(int item, int worker) => LanePass<TS, TV>.Run(_plans, Step, item, _own[worker]);

    /// <inheritdoc/>
    public void Commit(int item, int worker) => (Lanes[item], _own[worker]) = (_own[worker], Lanes[item]);

    /// <summary>The lanes' losses and errors, in the order of the rows.</summary>
    public (double Loss, double Error) Sum()
    {
        double loss = 0, error = 0;
        for (int lane = 0; lane < Step.Lanes; lane++)
        {
            LaneMemory memory = Lanes[lane];
            for (int tile = 0; tile * Kernels.Tile.Rows < memory.Rows; tile++)
            {
                loss += memory.Losses[tile];
                error += memory.Errors[tile];
            }
        }
        return (loss, error);
    }
}
