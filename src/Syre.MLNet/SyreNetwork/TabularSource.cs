using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Syre.MLNet.Fitting;
using Syre.MLNet.Inputs;
using Syre.MLNet.Networks;
using Syre.MLNet.Networks.Stages;
using Syre.MLNet.Objectives;
using Syre.MLNet.Runtime;
using Syre.MLNet.Stock;
using Syre.MLNet.Training;
using TorchSharp;

namespace Syre.MLNet.SyreNetwork;

/// <summary>Networks on a column of features: the built-in one, or the user's own.</summary>
/// <param name="context">What the fit runs in.</param>
/// <param name="objective">What is learnt.</param>
/// <param name="options">The options.</param>
/// <param name="earlier">What an earlier network is made of, to train on from; null for a new one.</param>
internal sealed class TabularSource(FitContext context, Objective objective, SyreNetworkOptions options, NetworkSpec? earlier)
    : NetworkSource
{
    /// <summary>
    /// For a user's own network, whose layers are not in RealMLP's parametrisation: PyTorch's for AdamW.
    /// </summary>
    private const double OwnNetworkLearningRate = 1e-3, OwnNetworkBeta2 = 0.999;

    public override IReadOnlyList<RowInput> Inputs { get; } =
    [
        new VectorInput(
            options.FeatureColumnName, (VectorDataViewType)context.Schema[options.FeatureColumnName].Type,
            nameof(options.FeatureColumnName)),
    ];

    public override IReadOnlyList<FeatureStorage> Storage => [options.Network is null ? FeatureStorage.ByData : FeatureStorage.EverySlot];

    public override SyreTrainerOptions Options => options;

    public override TrainingRecipe Recipe(int rows)
    {
        TrainingPlan plan = TabularPlan.Of(objective, rows).Within(options);
        double beta2 = options.Network is null ? RealMlp.Beta2 : OwnNetworkBeta2;
        return new TrainingRecipe(options, plan, rows, LearningRate(options, objective), beta2, context.Seed)
        {
            PresetSigma0 = (options.Network is null ? Activation : MLNet.Activation.Relu).Gain(),
        };
    }

    public override MissingValues MissingValues => options.MissingValues;

    /// <summary>The learning rate that options mean.</summary>
    public static double LearningRate(SyreNetworkOptions options, Objective objective) =>
        options.LearningRate ?? (options.Network is null ? RealMlp.LearningRate(objective) : OwnNetworkLearningRate);

    private Activation Activation => options.Activation ?? RealMlp.Activation(objective);

    public override IEnumerable<string> Differences(SyreModel earlier, ScoringNetwork network)
    {
        var before = (SyreNetworkOptions)earlier.Options;
        NetworkSpec had = earlier.ScoringNetwork.Spec, has = network.Spec;
        IReadOnlyList<string> all =
        [
            .. had.GetType() == has.GetType()
                ? Array.Empty<string>()
                : [$"{nameof(options.Network)}, of which one is the built-in network"],
            .. DifferingMissing(earlier, network, options.MissingValues),
            .. Differing(nameof(options.ScaleFeatures), before.ScaleFeatures, options.ScaleFeatures),
        ];
        return had is TabularSpec && has is TabularSpec ? [.. all, .. LayerDifferences(before, earlier.ScoringNetwork)] : all;
    }

    public override void TryOut(ScoringNetwork network, LabelledRows rows, FeatureNames names, Cancellation cancellation)
    {
        if (options.Network is null)
            return;
        CheckShape(network, rows);
        OutputCheck.RequireFinite(network, rows, names, cancellation);
    }

    protected override ScoringNetwork Make(RowStore rows, int outputs)
    {
        FeatureMatrix features = rows[0];
        if (options.Network is not null)
        {
            OwnSpec own = new(features.Features, outputs, options.ScaleFeatures) { Missing = Missing(features, earlier) };
            return own.Create(new NetworkMaking(
                context.Device, context.Seed, null, Own(options.Network, own.Context(context.Device)), context.Randomness));
        }

        TabularSpec spec = TabularSpec.Of(options, Activation, features.Features, outputs, Embedding(features)) with
        {
            Missing = Missing(features, earlier),
        };
        if (features.IsSparse)
            spec = spec with { Sparse = true, Entries = (earlier as TabularSpec)?.Entries ?? features.MeanEntries };
        return spec.Create(new NetworkMaking(context.Device, context.Seed, features.Slots));
    }

    private IEnumerable<string> LayerDifferences(SyreNetworkOptions before, ScoringNetwork earlierNetwork)
    {
        NumericEmbedding had = before.NumericEmbedding
            ?? (earlierNetwork.Embedded.Count > 0 ? NumericEmbedding.Pbld : NumericEmbedding.None);
        return
        [
            .. Differing(nameof(options.HiddenLayers), before.HiddenLayers, options.HiddenLayers),
            .. Differing(nameof(options.Activation), before.Activation ?? RealMlp.Activation(objective), Activation),
            .. Differing(nameof(options.ParametricActivation), before.ParametricActivation, options.ParametricActivation),
            .. Differing(nameof(options.NumericEmbedding), had, options.NumericEmbedding ?? had),
        ];
    }

    /// <summary>A training that goes on keeps what there is.</summary>
    private EmbeddingSpec? Embedding(FeatureMatrix features)
    {
        if (earlier is not null)
            return (earlier as TabularSpec)?.Embedding;
        if (RealMlp.NumericEmbedding(options, objective) == NumericEmbedding.None)
            return null;
        int[] numbers = features.Numbers();
        if (numbers.Length > 0)
            return new EmbeddingSpec(numbers);
        if (options.NumericEmbedding is { } asked)
        {
            context.Channel.Warning(MessageSensitivity.None, $"{nameof(options.NumericEmbedding)} is {asked}, but nothing is embedded: " +
                (features.IsSparse ? "the features are sparse." : "no feature takes three values or more."));
        }
        return null;
    }

    private torch.nn.Module<torch.Tensor, torch.Tensor> Own(
        Func<NetworkContext, torch.nn.Module<torch.Tensor, torch.Tensor>> factory, NetworkContext shape)
    {
        torch.nn.Module<torch.Tensor, torch.Tensor> own;
        using (context.Randomness.Enter())
        {
            own = factory(shape) ?? throw new InvalidOperationException(
                $"The function of {nameof(options.Network)} gave null. Let it give a network, " +
                $"or leave {nameof(options.Network)} null for the built-in one.");
        }

        return own.parameters().Any()
            ? own
            : throw new InvalidOperationException(
                $"The network of {nameof(options.Network)} has no parameters, so that there is nothing to train.");
    }

    /// <summary>Runs the user's own network on a few rows, so that one of another shape is known before it is trained.</summary>
    private void CheckShape(ScoringNetwork network, LabelledRows rows)
    {
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        network.eval();
        int count = Math.Min(2, rows.Count);
        long[] expected = [count, network.Outputs];
        long[] got = TorchFailure.Explain(
            $"running the network of {nameof(options.Network)} on features [{count}, {network.Features}]",
            () => network.Forward(rows.Batch(0, count).Inputs).shape);
        if (!got.SequenceEqual(expected))
        {
            throw new InvalidOperationException(
                $"The network of {nameof(options.Network)} gives [{string.Join(", ", got)}] for features [{count}, {network.Features}]; " +
                $"for this label it must give [{string.Join(", ", expected)}]: " +
                $"{nameof(NetworkContext)}.{nameof(NetworkContext.OutputSize)} numbers a row.");
        }
    }
}
