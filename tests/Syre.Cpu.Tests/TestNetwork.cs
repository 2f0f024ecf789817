using Syre.Cpu.Memory;

namespace Syre.Cpu.Tests;

/// <summary>A network of random numbers whose gradients are kept, and the same in double precision by the textbook's formulas.</summary>
internal sealed unsafe class TestNetwork : IDisposable
{
    private readonly Arena _arena = new();
    private readonly Random _random;

    /// <param name="sizes">Features, units of each hidden layer, outputs.</param>
    /// <param name="activation">The activation.</param>
    /// <param name="parametric">Whether units have shares.</param>
    /// <param name="scales">Whether inputs have scales.</param>
    /// <param name="seed">Seed of all numbers.</param>
    public TestNetwork(int[] sizes, CpuActivation activation, bool parametric, bool scales, int seed)
    {
        (Sizes, Activation, _random) = (sizes, activation, new Random(seed));
        Layers = [.. Enumerable.Range(0, sizes.Length - 1).Select(l =>
        {
            bool hidden = l < sizes.Length - 2;
            return new CpuLayer(
                sizes[l], sizes[l + 1], (float)(1 / Math.Sqrt(sizes[l])), New(sizes[l] * sizes[l + 1], 1.7), New(sizes[l + 1], 0.5))
            {
                Activation = hidden ? activation : null,
                Share = hidden && parametric ? New(sizes[l + 1], 1) : null,
                Scale = l == 0 && scales ? New(sizes[l], 1.5) : null,
            };
        })];
    }

    public int[] Sizes { get; }

    public CpuActivation Activation { get; }

    public CpuLayer[] Layers { get; }

    /// <summary>Every parameter, layer after layer.</summary>
    public IEnumerable<(string Name, CpuParameter Parameter)> Named => Layers.SelectMany((layer, l) => new (string, CpuParameter?)[]
    {
        ($"W{l}", layer.Weight), ($"b{l}", layer.Bias), ($"s{l}", layer.Scale), ($"a{l}", layer.Share),
    }.Where(pair => pair.Item2 is not null).Select(pair => (pair.Item1, pair.Item2!)));

    /// <summary>Every parameter's kept gradient.</summary>
    public IEnumerable<(string Name, KeptGradient Kept)> Gradients =>
        Named.Select(pair => (pair.Name, (KeptGradient)pair.Parameter.Sink!));

    /// <summary>All parameters' numbers.</summary>
    public float[] Parameters => [.. Named.SelectMany(pair => Numbers(pair.Parameter))];

    /// <summary>Whether nothing was written beside a parameter.</summary>
    public bool IsIntact => _arena.IsIntact;

    private static float[] Numbers(CpuParameter parameter) => new ReadOnlySpan<float>(parameter.Values, (int)parameter.Length).ToArray();

    /// <summary>Random rows for a loss.</summary>
    public CpuRows Rows(int count, CpuLoss loss, bool weighted)
    {
        int outputs = Sizes[^1], targets = loss.TargetSize(outputs);
        float Target() => loss.Kind switch
        {
            CpuLossKind.CrossEntropy => _random.Next(outputs),
            CpuLossKind.BinaryCrossEntropy => _random.Next(2),
            _ => 3 * Normal(),
        };
        float[] Draw(int numbers, Func<float> draw) => [.. Enumerable.Range(0, numbers).Select(_ => draw())];
        return new CpuRows(
            Draw(count * Sizes[0], Normal), Sizes[0], Draw(count * targets, Target),
            weighted ? Draw(count, () => (float)(2 * _random.NextDouble())) : []);
    }

    /// <summary>A network that computes with this one's parameters.</summary>
    public CpuNetwork Create(int batch, int threads = 1, RegisterWidth? width = null) => CpuNetwork.Create(Layers, batch, threads, width);

    /// <inheritdoc/>
    public void Dispose() => _arena.Dispose();

    private CpuParameter New(int count, double deviation)
    {
        float* values = _arena.Floats(count);
        for (int i = 0; i < count; i++)
            values[i] = (float)(deviation * Normal());
        return new CpuParameter(values, count, new KeptGradient(values, count));
    }

    private float Normal() =>
        (float)(Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble()));
}

/// <summary>Keeps a gradient; with a rate it also descends by it.</summary>
internal sealed unsafe class KeptGradient(float* values, int length) : IGradientSink
{
    public float[] Values { get; } = new float[length];

    /// <summary>How often each element came.</summary>
    public int[] Counts { get; } = new int[length];

    public int Steps { get; private set; }

    public float Rate { get; set; }

    /// <summary>Called whenever some elements come; by several threads at once.</summary>
    public Action? Taking { get; set; }

    public void Begin()
    {
        Steps++;
        Array.Clear(Counts);
    }

    public void Take(long start, float* gradient, int count)
    {
        Taking?.Invoke();
        new ReadOnlySpan<float>(gradient, count).CopyTo(Values.AsSpan((int)start));
        for (int i = 0; i < count; i++)
        {
            Counts[start + i]++;
            values[start + i] -= Rate * gradient[i];
        }
    }
}
