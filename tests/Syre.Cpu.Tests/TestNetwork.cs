using System.Runtime.InteropServices;
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
    /// <param name="isSparse">Whether the first layer is a table.</param>
    /// <param name="hasDirect">Whether a table adds to the outputs.</param>
    public TestNetwork(
        int[] sizes, CpuActivation activation, bool parametric, bool scales, int seed, bool isSparse = false, bool hasDirect = false)
    {
        (Sizes, Activation, _random) = (sizes, activation, new Random(seed));
        Layers = [.. Enumerable.Range(0, sizes.Length - 1).Select(l =>
        {
            bool hidden = l < sizes.Length - 2;
            return new CpuLayer(
                sizes[l], sizes[l + 1], (float)(1 / Math.Sqrt(sizes[l])), Weights(l, l + 1, isSparse && l == 0), New(sizes[l + 1], 0.5))
            {
                IsTable = isSparse && l == 0,
                Activation = hidden ? activation : null,
                Share = hidden && parametric ? New(sizes[l + 1], 1) : null,
                Scale = l == 0 && scales ? New(sizes[l], 1.5) : null,
            };
        })];
        if (!hasDirect)
            return;
        Direct = new CpuLayer(sizes[0], sizes[^1], 0.7f, Weights(0, sizes.Length - 1, isTable: true), New(sizes[^1], 0.5))
        {
            IsTable = true,
            Scale = scales ? New(sizes[0], 1.5) : null,
        };
    }

    public int[] Sizes { get; }

    public CpuActivation Activation { get; }

    public CpuLayer[] Layers { get; }

    public CpuLayer? Direct { get; }

    private IEnumerable<(string Name, CpuLayer Layer)> All => Layers.Select((layer, l) => ($"{l}", layer))
        .Concat(Direct is null ? [] : [("direct", Direct)]);

    /// <summary>Whether nothing was written beyond any parameter.</summary>
    public bool IsIntact => _arena.IsIntact;

    /// <summary>Every parameter, layer after layer.</summary>
    public IEnumerable<(string Name, CpuParameter Parameter)> Named => All.SelectMany(one => new (string, CpuParameter?)[]
    {
        ($"W{one.Name}", one.Layer.Weight), ($"b{one.Name}", one.Layer.Bias), ($"s{one.Name}", one.Layer.Scale),
        ($"a{one.Name}", one.Layer.Share),
    }.Where(pair => pair.Item2 is not null).Select(pair => (pair.Item1, pair.Item2!)));

    /// <summary>Every parameter's kept gradient.</summary>
    public IEnumerable<(string Name, KeptGradient Kept)> Gradients =>
        Named.Select(pair => (pair.Name, (KeptGradient)pair.Parameter.Sink!));

    /// <summary>All parameters' numbers.</summary>
    public float[] Parameters => [.. Named.SelectMany(pair => Numbers(pair.Parameter))];

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
        float[] labels = Draw(count * targets, Target), weights = weighted ? Draw(count, () => (float)(2 * _random.NextDouble())) : [];
        return Layers[0].IsTable
            ? CpuRows.Sparse(Entries(count).Rows, Sizes[0], labels, weights)
            : new CpuRows(Draw(count * Sizes[0], Normal), Sizes[0], labels, weights);
    }

    /// <summary>Random entries: rows without any, features twice in a row, features in every row, and features in none.</summary>
    public TestEntries Entries(int count)
    {
        var entries = new TestEntries([0], [], []);
        int seen = Math.Max(1, Sizes[0] / 2), most = _random.Next(1, 40);
        for (int row = 0; row < count; row++)
        {
            for (int left = _random.Next(most); left > 0; left--)
            {
                entries.Features.Add(_random.Next(4) == 0 ? 0 : _random.Next(seen));
                entries.Values.Add(Normal());
            }
            entries.Starts.Add(entries.Features.Count);
        }
        return entries;
    }

    /// <summary>A network that computes with this one's parameters.</summary>
    public CpuNetwork Create(int batch, int threads = 1, RegisterWidth? width = null) =>
        new CpuNetworkParts(Layers) { Direct = Direct }.Create(batch, threads, width);

    /// <inheritdoc/>
    public void Dispose() => _arena.Dispose();

    private CpuParameter Weights(int from, int to, bool isTable)
    {
        CpuParameter dense = New(Sizes[from] * Sizes[to], 1.7);
        return isTable ? new CpuParameter(dense.Values, dense.Length, new KeptRows(dense.Values, (int)dense.Length, Sizes[to])) : dense;
    }

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
internal unsafe class KeptGradient(float* values, int length) : IGradientSink
{
    public float[] Values { get; } = new float[length];

    /// <summary>How often each element came.</summary>
    public int[] Counts { get; } = new int[length];

    public int Steps { get; protected set; }

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

/// <summary>Keeps the gradient of a table's rows; of those that a step does not read it is 0.</summary>
internal sealed unsafe class KeptRows(float* values, int length, int width) : KeptGradient(values, length), IRowSink
{
    /// <summary>The rows that the step has had caught up.</summary>
    public List<long> CaughtUp { get; } = [];

    /// <summary>The rows that it has begun with.</summary>
    public List<long> Begun { get; } = [];

    /// <summary>The rows whose gradient came.</summary>
    public List<long> Came { get; } = [];

    public void CatchUp(ReadOnlySpan<long> distinctRows)
    {
        CaughtUp.Clear();
        CaughtUp.AddRange(distinctRows);
    }

    public void BeginRows(ReadOnlySpan<long> distinctRows)
    {
        Begin();
        Array.Clear(Values);
        Came.Clear();
        Begun.Clear();
        Begun.AddRange(distinctRows);
    }

    public void TakeRows(ReadOnlySpan<long> distinctRows, float* gradient)
    {
        lock (Came)
            Came.AddRange(distinctRows);
        for (int i = 0; i < distinctRows.Length; i++)
            Take(distinctRows[i] * width, gradient + i * width, width);
    }
}

/// <summary>Entries of sparse rows.</summary>
internal sealed record TestEntries(List<long> Starts, List<long> Features, List<float> Values)
{
    public SparseRows Rows => new(
        CollectionsMarshal.AsSpan(Starts), CollectionsMarshal.AsSpan(Features), CollectionsMarshal.AsSpan(Values));

    /// <summary>All entries of some rows.</summary>
    public static unsafe TestEntries Of(CpuRows rows)
    {
        int count = (int)rows.Entries.Starts[rows.Count];
        return new(
            [.. new ReadOnlySpan<long>(rows.Entries.Starts, rows.Count + 1)],
            [.. Enumerable.Range(0, count).Select(i => (long)rows.Entries.Features[i])],
            [.. new ReadOnlySpan<float>(rows.Entries.Values, count)]);
    }
}
