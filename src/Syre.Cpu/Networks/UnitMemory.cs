using Syre.Cpu.Memory;

namespace Syre.Cpu.Networks;

/// <summary>Some rows of a layer's weights, whose gradient is computed and updated by one thread.</summary>
/// <param name="Plan">The layer.</param>
/// <param name="Layer">Number of the layer whose gradients are summed.</param>
/// <param name="Index">Which of its rows.</param>
internal readonly record struct Unit(LayerPlan Plan, int Layer, int Index)
{
    /// <summary>All units of a network, layer after layer.</summary>
    public static Unit[] All(NetworkPlan network) => [.. network.All
        .SelectMany(part => Enumerable.Range(0, part.Plan.Units).Select(index => new Unit(part.Plan, part.Layer, index)))];
}

/// <summary>Gradients of a unit.</summary>
internal sealed unsafe class UnitMemory
{
    private readonly int _columns;

    /// <param name="plan">The layer of which it is to hold any unit.</param>
    /// <param name="arena">Where it is.</param>
    public UnitMemory(LayerPlan plan, Arena arena)
    {
        _columns = plan.OutPanels.Padded;
        Weight = arena.Floats((long)plan.MostUnitRows * _columns);
        Scale = arena.Floats(plan.MostUnitRows);
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

    /// <summary>What the sums of the vectors start from: earlier ones, or 0.</summary>
    public void StartVectors(UnitMemory? before)
    {
        Start(before is null ? null : before.Bias, Bias);
        Start(before is null ? null : before.Share, Share);
    }

    private void Start(float* from, float* to)
    {
        var target = new Span<float>(to, _columns);
        if (from == null)
            target.Clear();
        else
            new ReadOnlySpan<float>(from, _columns).CopyTo(target);
    }
}
