using Microsoft.ML;
using Microsoft.ML.Runtime;
using Syre.MLNet.Inputs;
using Syre.MLNet.Networks;
using Syre.MLNet.Objectives;
using Syre.MLNet.Runtime;
using Syre.MLNet.Stock;
using Syre.MLNet.Tasks;
using Syre.MLNet.Training;
using TorchSharp;

namespace Syre.MLNet.SyreNetwork;

/// <summary>Reads rows as the network to come wants them, and makes that network: new, of the user's own, or a copy of an earlier one.</summary>
internal sealed class NetworkPlan(
    PredictionTask task,
    SyreNetworkOptions options,
    long seed,
    torch.Device device,
    TorchRandomness randomness,
    SyreNetworkModel? initialModel,
    Cancellation cancellation)
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
        torch.nn.Module<torch.Tensor, torch.Tensor>? own = null;
        if (options.Network is not null)
            using (randomness.Enter())
                own = options.Network(new NetworkContext(features.Features, outputs, device)) ?? throw new InvalidOperationException(
                    $"The function of {nameof(options.Network)} gave null. Let it give a network, or leave {nameof(options.Network)} null for the built-in one.");
        if (own is not null && !own.parameters().Any())
            throw new InvalidOperationException($"The network of {nameof(options.Network)} has no parameters, so that there is nothing to train.");
        using var scope = torch.NewDisposeScope();
        ScoringNetwork network = own is null
            ? new TabularNetwork(Architecture(features, outputs), features.Slots, new MaskGenerator(SeedSequence.Derive(seed, SeedStream.Dropout)), device)
            : new OwnNetwork(own, features.Features, outputs, options.ScaleFeatures, device, randomness);
        foreach (torch.Tensor tensor in network.parameters().Concat(network.buffers()))
            tensor.DetachFromDisposeScope();
        return network;
    }

    /// <summary>
    /// Gives the network its first weights and preprocessing, and says how labels relate to its outputs (null where they are classes).
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="set">The rows read.</param>
    /// <param name="training">Which of them are trained on.</param>
    /// <param name="names">What to call the features.</param>
    /// <param name="channel">The log.</param>
    /// <exception cref="ArgumentException">The earlier model is of another task or shape.</exception>
    public LabelScale? Initialize(ScoringNetwork network, TrainingSet set, long[] training, FeatureNames names, IChannel channel)
    {
        using var order = new RowOrder(training, device);
        if (initialModel is null)
        {
            using var generator = new torch.Generator((ulong)SeedSequence.Derive(seed, SeedStream.Weights), torch.CPU);
            network.Initialize(set.Features, order, generator);
            if (ScaleRemarks.TooNarrow(network.Scales, names) is { } narrow)
                channel.Warning(MessageSensitivity.None, narrow);
            return task.ScaleOf(set.Labels);
        }
        if (initialModel.Task != task)
            throw new ArgumentException($"The earlier model was trained for {initialModel.Task.Name}, this trainer is for {task.Name}.", nameof(initialModel));
        NetworkState.Copy(initialModel.ScoringNetwork, network);
        if (network.Scales is { } scales && ScaleRemarks.OutOfRange(scales, set.Features.Scales(training), names) is { } moved)
            channel.Warning(MessageSensitivity.None, moved);
        return initialModel.Scale is { } earlier ? Continue(network, earlier, set, order, channel) : null;
    }

    private static LabelScale Continue(ScoringNetwork network, LabelScale earlier, TrainingSet set, RowOrder order, IChannel channel)
    {
        EarlierScale scale = EarlierScale.Fit(
            earlier, network.OutputsOf(set.Features, order), Array.ConvertAll(order.Rows, row => set.Labels[row]));
        if (scale.StartsAnew)
            network.ResetOutputs();
        if (scale.Change is { } change)
            channel.Warning(MessageSensitivity.None, change);
        return scale.Scale.WidenedTo(set.Labels.Min(), set.Labels.Max());
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
