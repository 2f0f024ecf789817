using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Trainers;
using Syre.MLNet.Objectives;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Heads;

/// <summary>A logit as <c>Score</c>, its <c>Probability</c>, and <c>PredictedLabel</c>.</summary>
internal sealed class BinaryHead : Head
{
    public override SchemaShape StockShape(SchemaShape input, string label, string features, string? weights) =>
        TemporaryFolder.NewContextOfSchemas().BinaryClassification.Trainers.LbfgsLogisticRegression(label, features, weights)
            .GetOutputSchema(input);

    public override ITransformer CreateScorer(
        HeadHost host, DataViewSchema schema, string outputsColumn, string label, int outputs, Objective objective)
    {
        LinearBinaryModelParameters linear = MLNetInternals.LinearBinaryModel(host.Environment, Unit(1, 0, Gain(objective)), 0, null);
        var model = MLNetInternals.Calibrated(
            host.Environment, linear, MLNetInternals.PlattCalibrator(host.Environment, slope: -1, offset: 0));
        return MLNetInternals.Scorer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>>
            .Binary(host.Environment, model, schema, outputsColumn, label, threshold: 0, thresholdColumn: "Score");
    }

    public override Delegate Getter(string column, RowOutputs outputs, Objective objective)
    {
        float gain = Gain(objective);
        return column switch
        {
            "PredictedLabel" => (ValueGetter<bool>)((ref bool value) => value = gain * outputs()[0] > 0),
            "Probability" => (ValueGetter<float>)((ref float value) => value = (float)(1 / (1 + Math.Exp(-gain * outputs()[0])))),
            _ => (ValueGetter<float>)((ref float value) => value = gain * outputs()[0]),
        };
    }
}
