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
}
