using Microsoft.ML;
using Microsoft.ML.Trainers;
using Syre.MLNet.Objectives;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Heads;

/// <summary>A number in the label's unit as <c>Score</c>.</summary>
internal sealed class RegressionHead : Head
{
    public override SchemaShape StockShape(SchemaShape input, string label, string features, string? weights) =>
        TemporaryFolder.NewContextOfSchemas().Regression.Trainers.Sdca(label, features, weights).GetOutputSchema(input);

    public override ITransformer CreateScorer(
        HeadHost host, DataViewSchema schema, string outputsColumn, string label, int outputs, Objective objective)
    {
        LabelScale scale = objective.Scales[0];
        LinearRegressionModelParameters model =
            MLNetInternals.LinearRegressionModel(host.Environment, Unit(1, 0, scale.ScoreFactor), scale.ScoreOffset);
        return MLNetInternals.Scorer<LinearRegressionModelParameters>.Regression(host.Environment, model, schema, outputsColumn);
    }

    public override Delegate Getter(string column, RowOutputs outputs, Objective objective)
    {
        float deviation = objective.Scales[0].ScoreFactor, mean = objective.Scales[0].ScoreOffset;
        return (ValueGetter<float>)((ref float value) => value = (outputs()[0] * deviation) + mean);
    }
}
