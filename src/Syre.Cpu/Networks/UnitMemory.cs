using Syre.Cpu.Memory;

namespace Syre.Cpu.Networks;

/// <summary>Some rows of a layer's weights, whose gradient is computed and updated by one thread.</summary>
/// <param name="Plan">The layer.</param>
/// <param name="Layer">Its number.</param>
/// <param name="Index">Which of its rows.</param>
internal readonly record struct Unit(LayerPlan Plan, int Layer, int Index)
{
    /// <summary>All units of a network, layer after layer.</summary>
    public static Unit[] All(LayerPlan[] plans) =>
        [.. plans.SelectMany((plan, layer) => Enumerable.Range(0, plan.Units).Select(index => new Unit(plan, layer, index)))];
}

/// <summary>Gradients of a unit.</summary>
internal sealed unsafe class UnitMemory
{
    private readonly int _columns;

    /// <param name="plans">The layers of which it is to hold any unit.</param>
    /// <param name="arena">Where it is.</param>
    public UnitMemory(IReadOnlyList<LayerPlan> plans, Arena arena)
    {
        _columns = plans.Max(plan => plan.OutPanels.Padded);
        int rows = plans.Max(plan => plan.MostUnitRows);
        Weight = arena.Floats(plans.Max(plan => (long)plan.MostUnitRows * plan.OutPanels.Padded));
        Scale = arena.Floats(rows);
        Bias = arena.Floats(_columns);
        Share = arena.Floats(_columns);
    }

    /// <summary>Gradient of the rows of W.</summary>
    public float* Weight { get; }

    /// <summary>Gradient of these rows' scales.</summary>
    public float* Scale { get; }

    /// <summary>Gradient of b.</summary>
    public float* Bias { get; }

    /// <summary>Gradient of a.</summary>
    public float* Share { get; }

    /// <summary>Zeroes for the sums of vectors.</summary>
    public void ClearVectors()
    {
        new Span<float>(Bias, _columns).Clear();
        new Span<float>(Share, _columns).Clear();
    }
}
