using Microsoft.ML.Data;
using Syre.MLNet.Fitting;
using Syre.MLNet.Inputs;
using Syre.MLNet.Networks;
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
        return
        [
            .. Differing(nameof(options.Kind), before.Kind, options.Kind),
            .. Differing(nameof(options.EmbeddingSize), had.Size, has.Size),
            .. DifferingMissing(earlierModel, network, options.MissingValues),
            .. Differing(nameof(options.HiddenLayers), before.HiddenLayers, options.HiddenLayers),
            .. Differing(nameof(options.Activation), before.Activation, options.Activation),
            .. Differing(nameof(options.ProjectionSize), before.ProjectionSize, options.ProjectionSize),
            .. Differing(nameof(options.ParametricActivation), before.ParametricActivation, options.ParametricActivation),
        ];
    }

    protected override ScoringNetwork Make(RowStore rows, int outputs)
    {
        FeatureMatrix features = rows[0];
        int size = options.EmbeddingSize ?? earlier?.Size ?? Math.Min((features.Features + 1) / 2, MostNumbers);
        EncoderSpec spec = EncoderSpec.Of(options, features.Features, Missing(features, earlier), size);
        if (features.IsSparse)
            spec = spec with { Sparse = true, Entries = earlier?.Entries ?? features.MeanEntries };
        return spec.Create(new NetworkMaking(context.Device, context.Seed, features.Slots, null, context.Randomness, options));
    }
}
