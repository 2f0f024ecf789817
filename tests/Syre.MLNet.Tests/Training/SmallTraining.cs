using Syre.MLNet.Heads;
using Syre.MLNet.Inputs;
using Syre.MLNet.Networks;
using Syre.MLNet.Objectives;
using Syre.MLNet.Runtime;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Training;

/// <summary>A network of some kind with eight rows to train on, all on one device. The dispose scope around it owns the rows.</summary>
internal sealed class SmallTraining : IDisposable
{
    private const int Count = 8, Features = 6, Entries = 2;

    private readonly FeatureMatrix _host;

    /// <param name="kind">The kind.</param>
    /// <param name="sparse">Whether the rows are sparse.</param>
    /// <param name="task">Name of the task.</param>
    /// <param name="device">The device.</param>
    public SmallTraining(NetworkKind kind, bool sparse, string task, Device device)
    {
        Objective = PredictionTask.Named(task).Objective;
        Network = Create(kind, task == "multiclass" ? 3 : 1, device);
        float[] labels = [.. Enumerable.Range(0, Count).Select(row => (float)(row % (task == "binary" ? 2 : 3)))];
        Targets = Objective.FitTo(labels).Targets(labels).to(device);
        Weights = tensor(Array.ConvertAll(labels, label => 0.5f + label), device: device);
        Order = new RowOrder(RowSplit.All(Count), device);
        // Rows are copied, not looked up as in a training: libtorch cannot do that on the meta device.
        _host = sparse ? SparseRows(CPU) : DenseRows();
        using var onHost = new RowOrder(Order.Rows, CPU);
        Rows = sparse ? SparseRows(device).Select(Order, 0, Count) : new FeatureRows(_host.Select(onHost, 0, Count).Dense!.to(device));
    }

    public Objective Objective { get; }

    public ScoringNetwork Network { get; }

    public FeatureRows Rows { get; }

    public Tensor Targets { get; }

    public Tensor Weights { get; }

    public RowOrder Order { get; }

    /// <summary>The preprocessing and the first weights, with what is read of the rows read on the CPU.</summary>
    public void Initialize() => Network.Initialize(new RowStore(new Copied(Rows, _host)), Order, new WeightRandom(3));

    public void Dispose()
    {
        Order.Dispose();
        _host.Dispose();
        Network.Dispose();
    }

    private static ScoringNetwork Create(NetworkKind kind, int outputs, Device device)
    {
        TabularSpec dense = TabularSpec.Of(new SyreNetworkOptions { HiddenLayers = [5, 4] }, Activation.Selu, Features, outputs);
        NetworkSpec spec = kind switch
        {
            NetworkKind.Tabular => dense,
            NetworkKind.SparseTabular => dense with { Entries = Entries, Sparse = true },
            NetworkKind.Own => new OwnSpec(Features, outputs, Scaled: true),
            NetworkKind.Text => new TextSpec(Features, 5, outputs, Entries),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
        nn.Module<Tensor, Tensor>? own = kind == NetworkKind.Own
            ? nn.Sequential(nn.Linear(Features, 5), nn.GELU(), nn.Linear(5, outputs))
            : null;
        return spec.Create(new NetworkMaking(device, Seed: 1, [.. Enumerable.Range(0, Features)], own));
    }

    private static DenseFeatureMatrix DenseRows() => new(arange(Count * Features, dtype: float32).reshape(Count, Features).remainder(7));

    private static SparseFeatureMatrix SparseRows(Device device)
    {
        long[] starts = [.. Enumerable.Range(0, Count + 1).Select(row => (long)row * Entries)];
        long[] features = [.. Enumerable.Range(0, Count * Entries).Select(at => (long)(at % Features))];
        return new SparseFeatureMatrix(starts, null, Features, features, [.. features.Select(feature => feature + 0.5f)], device);
    }

    /// <summary>Rows of a device, with scales from those of the CPU.</summary>
    private sealed class Copied(FeatureRows rows, FeatureMatrix host) : FeatureMatrix
    {
        public override int Rows => host.Rows;

        public override int Features => host.Features;

        public override int[]? Slots => host.Slots;

        public override bool IsSparse => host.IsSparse;

        public override double MeanEntries => host.MeanEntries;

        public override FeatureRows Select(RowOrder order, int start, int count) => rows;

        public override FeatureSummary[] Summaries(long[] numbers) => host.Summaries(numbers);

        public override void Dispose()
        {
        }
    }
}
