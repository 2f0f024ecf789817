using Microsoft.ML;
using Syre.MLNet.Tests.Conformance;

namespace Syre.MLNet.Tests.Diagnostics;

[TestClass]
public sealed class CollapseDiagnosticsConformance : EstimatorConformance
{
    internal static readonly EstimatorCase Features = new()
    {
        Estimator = ml => ml.Transforms.CollapseDiagnostics("Output", "Features", energy: 0.8, seed: 3),
        Engine = new EngineProbe<FeatureRow, VectorPrediction>([new() { Features = [1, 2, 3, 4] }, new() { Features = [0, -1, 0, 1] }]),
        Inputs =
        [
            new("dense features", InputRole.Valid, ml => TestData.Binary(ml)),
            new("sparse features", InputRole.Valid, ml => TestData.Regression(ml, sparse: true)),
            // Not a multiple of the size learnt: the stock transformer only sees such a mistake when a row is read.
            new("features of another size", InputRole.TrainingOnly, ml => ColumnData.View(ml, ColumnData.Normal(30, 7))),
            new("no features", InputRole.Invalid, ml => ml.Data.LoadFromEnumerable(TextData.Odd)),
        ],
        FailsAfterDispose = true,
    };

    protected override EstimatorCase Case => Features;

    [TestMethod]
    [DataRow(4, DisplayName = "exact")]
    [DataRow(1100, DisplayName = "sketched")]
    public void Large_numbers_saturate(int width) => MagnitudeChecks.LargeNumbersSaturate(Magnitudes(width));

    [TestMethod]
    [DataRow(4, DisplayName = "exact")]
    [DataRow(1100, DisplayName = "sketched")]
    public void Extreme_numbers_train(int width) => MagnitudeChecks.ExtremeNumbersTrain(Magnitudes(width));

    private static MagnitudeCase Magnitudes(int width) => new(
        ml => ml.Transforms.CollapseDiagnostics("Output", "Features", seed: 3),
        (ml, change) => ColumnData.View(
            ml, [.. ColumnData.Normal(30, width).Select((row, index) => (float[])[change(index, row[0]), .. row[1..]])]),
        "Output");
}
