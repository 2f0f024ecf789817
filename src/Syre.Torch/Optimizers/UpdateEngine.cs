using static TorchSharp.torch;

namespace Syre.Torch;

/// <summary>Carries out an update rule's steps over a layout, and owns the state vectors.</summary>
internal abstract class UpdateEngine(ParameterLayout layout, PullTarget target, IUpdateRule rule) : IDisposable
{
    private readonly List<FlatVector> vectors = [];

    /// <summary>Makes the engine that suits the layout.</summary>
    public static UpdateEngine Create(ParameterLayout layout, PullTarget target, IUpdateRule rule) =>
        layout.UsesWholeTensors ? new TensorEngine(layout, target, rule) : new MemoryEngine(layout, target, rule);

    public ParameterLayout Layout { get; } = layout;

    public PullTarget Target { get; } = target;

    protected IUpdateRule Rule { get; } = rule;

    /// <summary>The rule's state vectors so far.</summary>
    public IReadOnlyList<FlatVector> Vectors => vectors;

    /// <summary>One step of every parameter that is trainable and has a gradient.</summary>
    public void Step(IReadOnlyList<ParameterGroupState> groups)
    {
        int count = 0;
        foreach (ParameterGroupState group in groups)
            count = Math.Max(count, Rule.VectorCount(group));
        EnsureVectors(count);
        Update(groups);
    }

    /// <summary>Adds vectors of zeros until there are <paramref name="count"/>.</summary>
    public void EnsureVectors(int count)
    {
        while (vectors.Count < count)
            vectors.Add(new FlatVector(Layout));
    }

    public virtual void Dispose()
    {
        foreach (FlatVector vector in vectors)
            vector.Dispose();
        Target.Dispose();
    }

    protected abstract void Update(IReadOnlyList<ParameterGroupState> groups);

    /// <summary>The gradient of a parameter that is to be updated in this step, or null; whoever calls disposes it.</summary>
    /// <exception cref="NotSupportedException">The gradient is sparse.</exception>
    protected static Tensor? GradientOf(ParameterSlot slot)
    {
        if (!slot.Parameter.requires_grad)
            return null;
        Tensor? gradient = slot.Parameter.grad;
        if (gradient is null)
            return null;
        if (!gradient.is_sparse)
            return gradient;
        gradient.Dispose();
        throw new NotSupportedException(
            $"The gradient of parameter '{slot.Name}' is sparse; expected dense. Make the embedding with sparse: false.");
    }
}
