using Syre.Cpu.Memory;
using Syre.Cpu.Simd;
using Syre.Cpu.Threads;

namespace Syre.Cpu.Networks;

/// <summary>
/// Gradients of a batch, a unit an item: summed in memory of the thread's own, and handed in as the update of the parameters. Where the
/// sums are not complete yet, or the norm of all must be known first, they are kept instead.
/// </summary>
internal sealed class UnitPhase<TS, TV> : IPhase
    where TS : struct, ISimd<TV>
    where TV : struct
{
    private readonly NetworkPlan _network;
    private readonly LanePhase<TS, TV> _lanes;
    private readonly Arena _arena;
    private readonly Unit[] _units;
    private readonly UnitMemory[,] _own;
    private readonly double[] _squares;
    private UnitMemory[]? _kept;
    private volatile Stretch _stretch;

    /// <param name="network">The network.</param>
    /// <param name="lanes">The lanes, whose gradients are summed.</param>
    /// <param name="workers">Number of threads.</param>
    /// <param name="arena">Where memory is.</param>
    public UnitPhase(NetworkPlan network, LanePhase<TS, TV> lanes, int workers, Arena arena)
    {
        (_network, _lanes, _arena) = (network, lanes, arena);
        _units = Unit.All(network);
        _squares = new double[_units.Length];
        LayerPlan[] plans = network.Layers;
        _own = new UnitMemory[workers, plans.Length];
        for (int worker = 0; worker < workers; worker++)
        {
            for (int layer = 0; layer < plans.Length; layer++)
                _own[worker, layer] = new UnitMemory(plans[layer], arena);
        }
    }

    /// <summary>Which part of a batch is summed next.</summary>
    public Stretch Stretch
    {
        get => _stretch;
        set
        {
            if (value != Stretch.Whole)
                _kept ??= Array.ConvertAll(_units, unit => new UnitMemory(_network.Layers[unit.Layer], _arena));
            _stretch = value;
        }
    }

    public int Items => _units.Length;

    public void Compute(int item, int worker)
    {
        Unit unit = _units[item];
        UnitMemory own = _own[worker, unit.Layer];
        Stretch stretch = _stretch;   // once: it changes under who is late
        bool isFirst = (stretch & Stretch.First) != 0;
        UnitPass<TS, TV>.Sum(unit, _lanes.Done, isFirst ? null : _kept![item], own);
        if ((stretch & Stretch.Last) != 0)
            UnitPass<TS, TV>.Complete(unit, own);
    }

    public void Commit(int item, int worker)
    {
        Unit unit = _units[item];
        ref UnitMemory own = ref _own[worker, unit.Layer];
        if (_stretch == Stretch.Whole)
        {
            UnitPass<TS, TV>.Update(unit, own);
            return;
        }
        (_kept![item], own) = (own, _kept[item]);
        if ((_stretch & Stretch.Last) != 0)
            _squares[item] = UnitPass<TS, TV>.Squares(unit, _kept[item]);
    }

    /// <summary>Σ g² of the kept gradient.</summary>
    public double Squares => _squares.Sum();

    /// <summary>Shortens the kept gradient by a factor, or null for none, and updates the parameters.</summary>
    public void Update(WorkTeam team, float? factor) => team.Run(new KeptUpdate(_units, _kept!, factor));

    /// <summary>The update from what was kept, which must not be done twice: all of it is where others hand in.</summary>
    private sealed class KeptUpdate(Unit[] units, UnitMemory[] kept, float? factor) : IPhase
    {
        public int Items => units.Length;

        public void Compute(int item, int worker)
        {
        }

        public void Commit(int item, int worker)
        {
            if (factor is { } shorter)
                UnitPass<TS, TV>.Scale(units[item], kept[item], shorter);
            UnitPass<TS, TV>.Update(units[item], kept[item]);
        }
    }
}

/// <summary>A part of a batch.</summary>
[Flags]
internal enum Stretch
{
    /// <summary>Neither its beginning nor its end.</summary>
    Middle = 0,

    /// <summary>Its beginning.</summary>
    First = 1,

    /// <summary>Its end.</summary>
    Last = 2,

    /// <summary>All of it, updated at once.</summary>
    Whole = First | Last | 4,
}
