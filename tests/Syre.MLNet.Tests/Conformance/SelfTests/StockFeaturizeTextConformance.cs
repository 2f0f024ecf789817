using Microsoft.ML;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>A stock estimator passes the part of the kit that is not about trainers.</summary>
[TestClass]
public sealed class StockFeaturizeTextConformance : EstimatorConformance
{
    private static readonly EstimatorCase s_case = new()
    {
        Estimator = ml => ml.Transforms.Text.FeaturizeText("Output", "Text"),
        Engine = new EngineProbe<TextRow, VectorPrediction>(TextData.Odd),
        Inputs =
        [
            new("texts", InputRole.Valid, ml => TextData.Binary(ml)),
            new("other texts", InputRole.Valid, ml => ml.Data.LoadFromEnumerable(TextData.Odd)),
            new("no text", InputRole.Invalid, ml => TestData.Binary(ml)),
        ],
    };

    protected override EstimatorCase Case => s_case;
}
