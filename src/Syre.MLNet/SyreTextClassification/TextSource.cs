using Syre.MLNet.Fitting;
using Syre.MLNet.Inputs;
using Syre.MLNet.Inputs.Text;
using Syre.MLNet.Networks;
using Syre.MLNet.Networks.Stages;
using Syre.MLNet.Training;

namespace Syre.MLNet.SyreTextClassification;

/// <summary>Networks of texts whose n-grams are known.</summary>
/// <param name="context">What the fit runs in.</param>
/// <param name="options">The options.</param>
/// <param name="input">What the network reads of a row.</param>
/// <param name="known">What an earlier network knew; null for none.</param>
/// <param name="earlier">What the earlier network is made of; null for none.</param>
internal sealed class TextSource(
    FitContext context, SyreTextClassificationOptions options, NgramInput input, KnownTexts? known, NetworkSpec? earlier) : NetworkSource
{
    /// <summary>The rate of the direct weights, whose inputs are of length 1.</summary>
    private const double DefaultLearningRate = 0.01;

    private const int DefaultEpochs = 8, DefaultBatchSize = 64;

    public override IReadOnlyList<RowInput> Inputs { get; } = [input];

    public override IReadOnlyList<FeatureStorage> Storage => [FeatureStorage.EverySparseSlot];

    public override SyreTrainerOptions Options => options;

    public override TrainingRecipe Recipe(int rows) => new(
        options, new TrainingPlan(DefaultEpochs, DefaultBatchSize).Within(options), rows,
        options.LearningRate ?? DefaultLearningRate, 0.999, context.Seed);

    public override MissingValues MissingValues => options.MissingValues;

    public override TableMove? Moved(TrainingOrigin origin)
    {
        if (known is null || (input.Table.Rows == known.Numbers.Count && origin.TableRows is null))
            return null;
        IReadOnlyList<int> history = origin.TableRows ?? [known.Numbers.Count];
        if (input.Table.Rows > history[^1])
            history = [.. history, input.Table.Rows];
        int others = input.Size - input.FirstOther + (earlier?.Missing?.Indicated.Count ?? 0);
        var growth = new SlotGrowth(input.Table.Texts, others, history);
        return new TableMove(
            ["direct.rows.weight", "embedding.rows.weight"], growth.EarlierOf(known.Numbers.Count), growth.Numbers(), history);
    }

    protected override ScoringNetwork Make(RowStore rows, int outputs)
    {
        TextSpec spec = new(input.Size, options.HiddenUnits, outputs, rows[0].MeanEntries) { Missing = Missing(rows[0]) };
        return spec.Create(new NetworkMaking(context.Device, context.Seed));
    }

    /// <summary>A training that goes on keeps the inputs that there are, whose places move as the n-grams before them grow.</summary>
    private MissingSpec? Missing(FeatureMatrix rows) => options.MissingValues != MissingValues.Impute ? null
        : earlier is null ? new MissingSpec(rows.Missing)
        : new MissingSpec([.. (earlier.Missing?.Indicated ?? []).Select(slot => slot - earlier.Features + input.Size)]);
}
