using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Tests.Conformance;

namespace Syre.MLNet.Tests.Text;

/// <summary>SyreTextClassification with a column of two numbers beside the text.</summary>
internal static class NumberedTextCases
{
    private static readonly SyreTextClassificationOptions s_options = SmallText.Options with { FeatureColumnName = "Numbers" };

    public static EstimatorCase Binary() =>
        Case<BinaryPrediction>(
            ml => ml.BinaryClassification.Trainers.SyreTextClassification(s_options), ml => TextData.WithNumbers(ml, rows: 60));

    public static EstimatorCase Multiclass() => Case<MulticlassPrediction>(
        ml => ml.MulticlassClassification.Trainers.SyreTextClassification(s_options with { LabelColumnName = "Class" }),
        ml =>
        {
            IDataView rows = TextData.WithNumbers(ml, rows: 60);
            return ml.Transforms.Conversion.MapValueToKey("Class", "Label").Fit(rows).Transform(rows);
        });

    private static EstimatorCase Case<TPrediction>(Func<MLContext, IEstimator<ITransformer>> estimator, Func<MLContext, IDataView> data)
        where TPrediction : class, IPrediction, new() => new()
        {
            Estimator = estimator,
            Engine = new EngineProbe<Row, TPrediction>(
            [new Row { Text = "a garden", Numbers = [48, 1] }, new Row { Text = "", Numbers = [52, 0] }]),
            FailsAfterDispose = true,
            Inputs = [new("numbered texts", InputRole.Valid, data)],
        };

    private sealed class Row
    {
        public string Text { get; set; } = "";

        [VectorType(2)]
        public float[] Numbers { get; set; } = [];
    }
}
