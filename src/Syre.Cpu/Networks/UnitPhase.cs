using Syre.Cpu.Memory;
using Syre.Cpu.Simd;
using Syre.Cpu.Threads;

namespace Syre.Cpu.Networks;

/// <summary>
/// Gradients of a batch, a unit an item: summed in memory of the thread's own, and handed in as the update of the parameters.
/// </summary>
internal sealed class UnitPhase<TS, TV>(LayerPlan[] plans, LanePhase<TS, TV> lanes, int workers, Arena arena) : IPhase
    where TS : struct, ISimd<TV>
    where TV : struct
{
    private readonly Unit[] _units = Unit.All(plans);
    private readonly UnitMemory[] _own = [.. Enumerable.Range(0, workers).Select(_ => new UnitMemory(plans, arena))];

    /// <inheritdoc/>
    public int Items => _units.Length;

    /// <inheritdoc/>
    public void Compute(int item, int worker)
    {
        UnitPass<TS, TV>.Sum(_units[item], lanes.Lanes, lanes.Step.Lanes, _own[worker], goesOn: false);
        UnitPass<TS, TV>.Complete(_units[item], _own[worker]);
    }

    /// <inheritdoc/>
    public void Commit(int item, int worker) => UnitPass<TS, TV>.Update(_units[item], _own[worker]);
}

/// <summary>
/// The same in memory that stays: for batches of several blocks, whose gradients are summed, and for a limit of the gradient's norm, which is
/// known only when all are.
/// </summary>
internal sealed class KeptUnits<TS, TV>
    where TS : struct, ISimd<TV>
    where TV : struct
{
    private readonly Unit[] _units;
    private readonly UnitMemory[] _kept;
    private readonly double[] _squares;
    private readonly LanePhase<TS, TV> _lanes;

    public KeptUnits(LayerPlan[] plans, LanePhase<TS, TV> lanes, Arena arena)
    {
        (_units, _lanes) = (Unit.All(plans), lanes);
        _kept = Array.ConvertAll(_units, unit => new UnitMemory([unit.Plan], arena));
        _squares = new double[_units.Length];
    }

    /// <summary>Adds the gradients of a block.</summary>
    public void Add(WorkTeam team, bool isFirst, bool isLast) => team.Run(new Work(_units.Length, item =>
    {
        UnitPass<TS, TV>.Sum(_units[item], _lanes.Lanes, _lanes.Step.Lanes, _kept[item], goesOn: !isFirst);
        if (!isLast)
            return;
        UnitPass<TS, TV>.Complete(_units[item], _kept[item]);
        _squares[item] = UnitPass<TS, TV>.Squares(_units[item], _kept[item]);
    }));

    /// <summary>Shortens the gradient where it is longer than allowed, and updates the parameters.</summary>
    public void Update(WorkTeam team, double? maxNorm)
    {
        double norm = Math.Sqrt(_squares.Sum());
        float? factor = norm > maxNorm ? (float)(maxNorm.Value / norm) : null;
        team.Run(new Work(_units.Length, item =>
        {
            if (factor is { } shorter)
                UnitPass<TS, TV>.Scale(_units[item], _kept[item], shorter);
            UnitPass<TS, TV>.Update(_units[item], _kept[item]);
        }));
    }

    /// <summary>Work that must not be done twice: it is done where others hand in.</summary>
    private sealed class Work(int items, Action<int> act) : IPhase
    {
        public int Items => items;

        public void Compute(int item, int worker)
        {
        }

        public void Commit(int item, int worker) => act(item);
    }
}
