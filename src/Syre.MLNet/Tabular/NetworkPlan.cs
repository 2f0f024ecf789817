using Microsoft.ML;
using Syre.MLNet.Data;
using Syre.MLNet.Interop;
using Syre.MLNet.Tasks;
using Syre.MLNet.Training;
using TorchSharp;

namespace Syre.MLNet.Tabular;

/// <summary>Reads rows as the network to come wants them, and makes that network: new, of the user's own, or a copy of an earlier one.</summary>
internal sealed class NetworkPlan(
    PredictionTask task, SyreNetworkOptions options, long seed, torch.Device device, SyreNetworkModel? initialModel, Cancellation cancellation)
{
    private readonly TrainingSetReader _reader =
        new(task, options.LabelColumnName, options.FeatureColumnName, options.ExampleWeightColumnName, cancellation);

    /// <summary>Where rows and network are.</summary>
    public torch.Device Device => device;

    /// <summary>Whether training starts from a random network, not from an earlier one.</summary>
    public bool StartsRandom => initialModel is null;

    /// <summary>The training rows.</summary>
    public TrainingSet Read(IDataView data) => _reader.Read(
        data,
        TrainingSetReader.TrainingData,
        device,
        initialModel?.ScoringNetwork.Storage ?? (options.Network is null ? FeatureStorage.ByData : FeatureStorage.EverySlot));

    /// <summary>The validation set, stored like the training rows.</summary>
    public TrainingSet ReadLike(IDataView data, TrainingSet rows) => _reader.Read(
        data,
        TrainingSetReader.ValidationSet,
        device,
        rows.Features.Slots is { } slots ? FeatureStorage.OfSlots(slots) : rows.Features.IsSparse ? FeatureStorage.EverySlot : FeatureStorage.Dense);

    /// <summary>A network for these features.</summary>
    public ScoringNetwork CreateNetwork(FeatureMatrix features, int outputs)
    {
        // The user's module is made outside of the scope: it may hold tensors that it did not register.
        torch.nn.Module<torch.Tensor, torch.Tensor>? own = options.Network?.Invoke(new NetworkContext(features.Features, outputs, device));
        using var scope = torch.NewDisposeScope();
        ScoringNetwork network = own is null
            ? new TabularNetwork(Architecture(features, outputs), features.Slots, new MaskGenerator(SeedSequence.Derive(seed, SeedStream.Dropout)), device)
            : new OwnNetwork(own, features.Features, outputs, options.ScaleFeatures, device);
        foreach (torch.Tensor tensor in network.parameters().Concat(network.buffers()))
            tensor.DetachFromDisposeScope();
        return network;
    }

    /// <summary>Gives the network its first weights and preprocessing.</summary>
    /// <exception cref="ArgumentException">The earlier model is of another task or shape.</exception>
    public void Initialize(ScoringNetwork network, FeatureMatrix features, RowOrder trainingRows)
    {
        if (initialModel is null)
        {
            using var generator = new torch.Generator((ulong)SeedSequence.Derive(seed, SeedStream.Weights), torch.CPU);
            network.Initialize(features, trainingRows, generator);
            return;
        }
        if (initialModel.Task != task)
            throw new ArgumentException($"The earlier model was trained for {initialModel.Task.Name}, this trainer is for {task.Name}.", nameof(initialModel));
        NetworkState.Copy(initialModel.ScoringNetwork, network);
    }

    /// <summary>Runs the user's own network on a few rows, so that one of another shape is known before it is trained.</summary>
    /// <exception cref="InvalidOperationException">It does not take the features, or does not give what the task needs.</exception>
    public void TryOut(ScoringNetwork network, LabelledRows rows)
    {
        if (options.Network is null)
            return;
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        network.eval();
        int count = Math.Min(2, rows.Count);
        long[] expected = [count, network.Outputs];
        long[] got = TorchFailure.Explain(
            $"running the network of {nameof(options.Network)} on features [{count}, {network.Features}]",
            () => network.Forward(rows.Batch(0, count).Features).shape);
        if (!got.SequenceEqual(expected))
            throw new InvalidOperationException(
                $"The network of {nameof(options.Network)} gives [{string.Join(", ", got)}] for features [{count}, {network.Features}]; for this label " +
                $"it must give [{string.Join(", ", expected)}]: {nameof(NetworkContext)}.{nameof(NetworkContext.OutputSize)} numbers a row.");
    }

    /// <summary>A random network of the shape of the one trained: what it would be without the earlier model.</summary>
    public ScoringNetwork CreateRandomNetwork(FeatureMatrix features, int outputs, RowOrder trainingRows)
    {
        ScoringNetwork network = CreateNetwork(features, outputs);
        using var generator = new torch.Generator((ulong)SeedSequence.Derive(seed, SeedStream.Weights), torch.CPU);
        network.Initialize(features, trainingRows, generator);
        return network;
    }

    private NetworkArchitecture Architecture(FeatureMatrix features, int outputs) => new(
        features.Features,
        outputs,
        options.HiddenLayers,
        options.Activation ?? task.DefaultActivation,
        options.ParametricActivation,
        options.ScaleFeatures,
        (initialModel?.ScoringNetwork as TabularNetwork)?.Architecture.Entries ?? features.MeanEntries,
        features.IsSparse);
}
