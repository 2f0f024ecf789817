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
    /// <param name="embedded">How many features are embedded, any of them; by 5 cosines and 3 outputs.</param>
    public TestNetwork(
        int[] sizes, CpuActivation activation, bool parametric, bool scales, int seed, bool isSparse = false, bool hasDirect = false,
        int embedded = 0)
    {
        (Sizes, Activation, _random) = (sizes, activation, new Random(seed));
        const int frequencies = 5, outputs = 3;
        int[] reads = [sizes[0] + embedded * outputs, .. sizes[1..]];
        Layers = [.. Enumerable.Range(0, sizes.Length - 1).Select(l =>
        {
            bool hidden = l < sizes.Length - 2;
            return new CpuLayer(
                reads[l], sizes[l + 1], (float)(1 / Math.Sqrt(reads[l])), Weights(reads[l], sizes[l + 1], isSparse && l == 0),
                New(sizes[l + 1], 0.5))
            {
                IsTable = isSparse && l == 0,
                Activation = hidden ? activation : null,
                Share = hidden && parametric ? New(sizes[l + 1], 1) : null,
                Scale = l == 0 && scales ? New(reads[l], 1.5) : null,
            };
        })];
        Embedding = embedded == 0 ? null : new CpuEmbedding(embedded, frequencies, outputs)
        {
            Places = Places(sizes[0], embedded, new Random(seed)),
            Frequency = New(embedded * frequencies, 0.2),
            Phase = New(embedded * frequencies, 2),
            Map = New(embedded * frequencies * outputs, 0.5),
            Bias = New(embedded * outputs, 0.5),
        };
        if (!hasDirect)
            return;
        Direct = new CpuLayer(sizes[0], sizes[^1], 0.7f, Weights(sizes[0], sizes[^1], isTable: true), New(sizes[^1], 0.5))
        {
            IsTable = true,
            Scale = scales ? New(sizes[0], 1.5) : null,
        };
    }

    public int[] Sizes { get; }

    public CpuActivation Activation { get; }

    public CpuLayer[] Layers { get; }

    public CpuLayer? Direct { get; }

    public CpuEmbedding? Embedding { get; }

    /// <summary>Every parameter, layer after layer.</summary>
    public IEnumerable<(string Name, CpuParameter Parameter)> All => Layers.Select((layer, l) => ($"{l}", layer))
        .Concat(Direct is null ? [] : [("direct", Direct)])
        .SelectMany(one => new (string, CpuParameter?)[]
        {
            ($"W{one.Item1}", one.Item2.Weight), ($"b{one.Item1}", one.Item2.Bias), ($"s{one.Item1}", one.Item2.Scale),
            ($"a{one.Item1}", one.Item2.Share),
        })
        .Concat(Embedding is null
            ? []
            : [("frequency", Embedding.Frequency), ("phase", Embedding.Phase), ("map", Embedding.Map), ("bias", Embedding.Bias)])
        .Where(pair => pair.Item2 is not null).Select(pair => (pair.Item1, pair.Item2!));

    /// <summary>Whether nothing was written beyond any parameter.</summary>
    public bool IsIntact => _arena.IsIntact;

    /// <summary>Every parameter's kept gradient, in that order.</summary>
    public IEnumerable<(string Name, KeptGradient Kept)> Gradients =>
        All.Select(one => (one.Name, (KeptGradient)one.Parameter.Sink!));

    /// <summary>All parameters' numbers.</summary>
    public float[] Parameters => [.. All.SelectMany(one => Numbers(one.Parameter))];

    /// <summary>Some features, in any order.</summary>
    private static int[] Places(int features, int count, Random random)
    {
        int[] all = [.. Enumerable.Range(0, features)];
        random.Shuffle(all);
        return all[..count];
    }

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
        new CpuNetworkParts(Layers) { Direct = Direct, Embedding = Embedding }.Create(batch, threads, width);

    /// <inheritdoc/>
    public void Dispose() => _arena.Dispose();

    private CpuParameter Weights(int from, int to, bool isTable)
    {
        CpuParameter dense = New(from * to, 1.7);
        return isTable ? new CpuParameter(dense.Values, dense.Length, new KeptRows(dense.Values, (int)dense.Length, to)) : dense;
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
