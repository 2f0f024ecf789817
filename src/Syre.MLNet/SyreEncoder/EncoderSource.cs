using Microsoft.ML.Data;
using Syre.MLNet.Fitting;
using Syre.MLNet.Inputs;
using Syre.MLNet.Networks;
using Syre.MLNet.Networks.Stages;
using Syre.MLNet.Training;

namespace Syre.MLNet.SyreEncoder;

/// <summary>Encoders of a column of features.</summary>
/// <param name="context">What the fit runs in.</param>
/// <param name="options">The options.</param>
/// <param name="earlier">What an earlier encoder is made of, to train on from; null for a new one.</param>
internal sealed class EncoderSource(FitContext context, SyreEncoderOptions options, EncoderSpec? earlier) : NetworkSource
{
    /// <summary>More numbers than this are for those to ask for who want them.</summary>
    private const int MostNumbers = 16;

    public override IReadOnlyList<RowInput> Inputs { get; } =
    [
        new VectorInput(
            options.InputColumnName, (VectorDataViewType)context.Schema[options.InputColumnName].Type, nameof(options.InputColumnName)),
    ];

    public override IReadOnlyList<FeatureStorage> Storage => [FeatureStorage.ByData];

    public override SyreTrainerOptions Options => options;

    public override MissingValues MissingValues => options.MissingValues;

    public override TrainingRecipe Recipe(int rows) => new(
        options, EncoderPlan.Of(rows).Within(options), rows, options.LearningRate ?? EncoderPlan.LearningRate, RealMlp.Beta2, context.Seed);

    public override IEnumerable<string> Differences(SyreModel earlierModel, ScoringNetwork network)
    {
        SyreEncoderOptions before = ((SyreEncoderModel)earlierModel).Options;
        var (had, has) = ((EncoderSpec)earlierModel.ScoringNetwork.Spec, (EncoderSpec)network.Spec);
        if (before.Kind != options.Kind)
            yield return $"{nameof(options.Kind)} ({before.Kind} and {options.Kind})";
        if (had.Size != has.Size)
            yield return FormattableString.Invariant($"{nameof(options.EmbeddingSize)} ({had.Size} and {has.Size})");
        if (earlierModel.ScoringNetwork.FillsMissing != network.FillsMissing)
            yield return $"{nameof(options.MissingValues)} ({before.MissingValues} and {options.MissingValues})";
        if (!before.HiddenLayers.SequenceEqual(options.HiddenLayers))
        {
            yield return $"{nameof(options.HiddenLayers)} ([{string.Join(", ", before.HiddenLayers)}] and " +
                $"[{string.Join(", ", options.HiddenLayers)}])";
        }
        if (before.Activation != options.Activation)
            yield return $"{nameof(options.Activation)} ({before.Activation} and {options.Activation})";
        if (before.ProjectionSize != options.ProjectionSize)
        {
            yield return FormattableString.Invariant(
                $"{nameof(options.ProjectionSize)} ({before.ProjectionSize} and {options.ProjectionSize})");
        }
        if (before.ParametricActivation != options.ParametricActivation)
            yield return $"{nameof(options.ParametricActivation)} ({before.ParametricActivation} and {options.ParametricActivation})";
    }

    protected override ScoringNetwork Make(RowStore rows, int outputs)
    {
        FeatureMatrix features = rows[0];
        // A training that goes on keeps the inputs that there are.
        MissingSpec? missing =
            options.MissingValues != MissingValues.Impute ? null : earlier?.Missing ?? new MissingSpec(features.Missing);
        int size = options.EmbeddingSize ?? earlier?.Size ?? Math.Min((features.Features + 1) / 2, MostNumbers);
        EncoderSpec spec = EncoderSpec.Of(options, features.Features, missing, size);
        if (features.IsSparse)
            spec = spec with { Sparse = true, Entries = earlier?.Entries ?? features.MeanEntries };
        return spec.Create(new NetworkMaking(context.Device, context.Seed, features.Slots, null, context.Randomness, options));
    }
}
