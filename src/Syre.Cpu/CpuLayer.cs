namespace Syre.Cpu;

/// <summary>Takes the gradient of a parameter and updates it: an optimizer, or a test that only looks.</summary>
public unsafe interface IGradientSink
{
    /// <summary>A step begins: called once for each, before its gradients come.</summary>
    void Begin();

    /// <summary>
    /// Takes the gradient of some elements. Called from several threads at once, each element once a step, with the elements cut alike
    /// whatever the number of threads.
    /// </summary>
    /// <param name="start">The first element, in row-major order.</param>
    /// <param name="gradient">Their gradient, which may be written to.</param>
    /// <param name="length">How many.</param>
    void Take(long start, float* gradient, int length);
}

/// <summary>A parameter: numbers in memory of somebody else, and who updates them.</summary>
/// <param name="values">The numbers. They must stay where they are as long as a network uses them.</param>
/// <param name="length">How many.</param>
/// <param name="sink">Takes their gradient; null in a network that is not trained.</param>
public sealed unsafe class CpuParameter(float* values, long length, IGradientSink? sink = null)
{
    /// <summary>The numbers.</summary>
    public float* Values => values;

    /// <summary>How many.</summary>
    public long Length => length;

    /// <summary>Takes their gradient.</summary>
    public IGradientSink? Sink => sink;

    /// <summary>Fails where there are not so many.</summary>
    internal CpuParameter OfLength(long expected, string name) => length == expected
        ? this
        : throw new ArgumentException($"{name} has {length} numbers; expected {expected}.", name);
}

/// <summary>
/// A fully connected layer: y = gain·(s ∘ x)·W + b, then where it is a hidden one y + a·(f(y) − y), and in training dropout. Shapes:
/// x <c>[rows, inputs]</c>, W <c>[inputs, outputs]</c>, b and a <c>[outputs]</c>, s <c>[inputs]</c>.
/// </summary>
/// <param name="inputs">Number of inputs, at least 1.</param>
/// <param name="outputs">Number of outputs, at least 1.</param>
/// <param name="gain">The gain.</param>
/// <param name="weight">W, row after row.</param>
/// <param name="bias">b.</param>
/// <exception cref="ArgumentException">A parameter has another length.</exception>
public sealed class CpuLayer(int inputs, int outputs, float gain, CpuParameter weight, CpuParameter bias)
{
    /// <summary>Number of inputs.</summary>
    public int Inputs => inputs;

    /// <summary>Number of outputs.</summary>
    public int Outputs => outputs;

    /// <summary>The gain.</summary>
    public float Gain => gain;

    /// <summary>W.</summary>
    public CpuParameter Weight { get; } = weight.OfLength((long)inputs * outputs, nameof(weight));

    /// <summary>b.</summary>
    public CpuParameter Bias { get; } = bias.OfLength(outputs, nameof(bias));

    /// <summary>s, of the first layer only; null (default) for ones.</summary>
    public CpuParameter? Scale
    {
        get;
        init => field = value?.OfLength(inputs, nameof(Scale));
    }

    /// <summary>a; null (default) for ones that are not trained: y becomes f(y).</summary>
    public CpuParameter? Share
    {
        get;
        init => field = value?.OfLength(outputs, nameof(Share));
    }

    /// <summary>f; null (default) for the last layer, which is linear.</summary>
    public CpuActivation? Activation { get; init; }

    /// <summary>The layer without its activation.</summary>
    public CpuLayer Linear() => new(inputs, outputs, gain, weight, bias) { Scale = Scale, IsTable = IsTable };

    /// <summary>
    /// Whether it reads <see cref="SparseRows"/>: of W the rows of a row's entries only, and only these get a gradient. For the first
    /// layer. Default false.
    /// </summary>
    /// <exception cref="ArgumentException">W is trained by something that is no <see cref="IRowSink"/>.</exception>
    public bool IsTable
    {
        get;
        init => field = !value || weight.Sink is null or IRowSink
            ? value
            : throw new ArgumentException($"A table is trained by an {nameof(IRowSink)}; this one's W by a {weight.Sink.GetType().Name}.");
    }
}
