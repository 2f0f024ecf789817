using Microsoft.ML;
using Syre.MLNet.Tests.Conformance;

namespace Syre.MLNet.Tests.Text;

/// <summary>SyreTextClassification under the kit for estimators.</summary>
[TestClass]
public sealed class SyreTextConformance : EstimatorConformance
{
    private static readonly EstimatorCase s_case = new()
    {
        Estimator = ml => ml.BinaryClassification.Trainers.SyreTextClassification(SmallText.Options),
        Engine = new EngineProbe<TextRow, BinaryPrediction>(TextData.Odd),
        FailsAfterDispose = true,
        Inputs =
        [
            new("texts", InputRole.Valid, ml => TextData.Binary(ml)),
            new("odd texts without a label", InputRole.ScoringOnly, ml => ml.Data.LoadFromEnumerable(TextData.Odd)),
            new("data without a text", InputRole.Invalid, ml => TestData.Binary(ml)),
        ],
    };

    protected override EstimatorCase Case => s_case;

    [TestMethod]
    public void Large_numbers_beside_texts_saturate() => MagnitudeChecks.LargeNumbersSaturate(s_numbers);

    [TestMethod]
    public void Large_numbers_beside_texts_are_not_forgotten() => MagnitudeChecks.LargeNumbersAreNotForgotten(s_numbers);

    [TestMethod]
    public void Extreme_numbers_beside_texts_train() => MagnitudeChecks.ExtremeNumbersTrain(s_numbers);

    private static readonly MagnitudeCase s_numbers = new(
        ml => ml.BinaryClassification.Trainers.SyreTextClassification(SmallText.Options with { Epochs = 1, FeatureColumnName = "Numbers" }),
        (ml, change) => ml.Data.LoadFromEnumerable(Enumerable.Range(0, 40).Select(row => new TextAndNumber
        {
            Text = row % 3 == 0 ? "one text" : "another",
            Numbers = [change(row, row % 7 - 3)],
            Label = row % 7 > 3,
        }).ToList()),
        "Score", "Probability", "Collapse");

    private sealed class TextAndNumber
    {
        public string Text { get; set; } = "";

        [Microsoft.ML.Data.VectorType(1)]
        public float[] Numbers { get; set; } = [];

        public bool Label { get; set; }
    }
}
