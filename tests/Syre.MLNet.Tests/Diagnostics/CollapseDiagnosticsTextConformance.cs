using Microsoft.ML;
using Syre.MLNet.Tests.Conformance;

namespace Syre.MLNet.Tests.Diagnostics;

/// <summary>Behind <c>FeaturizeText</c>, whose column is sparse and wider than the Gram matrix is kept for.</summary>
[TestClass]
public sealed class CollapseDiagnosticsTextConformance : EstimatorConformance
{
    private static readonly EstimatorCase s_case = new()
    {
        Estimator = ml =>
            ml.Transforms.Text.FeaturizeText("Features", "Text").Append(ml.Transforms.CollapseDiagnostics("Output", "Features")),
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
