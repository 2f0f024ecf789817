using Microsoft.ML;
using Syre.MLNet.Tests.Conformance;

namespace Syre.MLNet.Tests.Text;

/// <summary>SyreTextClassification of several classes, with all of its optional columns, under the kit for estimators.</summary>
[TestClass]
public sealed class SyreTextMulticlassConformance : EstimatorConformance
{
    internal static readonly EstimatorCase Trainer = new()
    {
        Estimator = ml => ml.MulticlassClassification.Trainers.SyreTextClassification(SmallText.Options),
        Engine = new EngineProbe<TextRow, MulticlassPrediction>(TextData.Odd),
        FailsAfterDispose = true,
        Inputs =
        [
            new("texts", InputRole.Valid, ml => TextData.Multiclass(ml)),
            new("odd texts without a label", InputRole.ScoringOnly, ml => ml.Data.LoadFromEnumerable(TextData.Odd)),
            new("data without a text", InputRole.Invalid, ml => TestData.Multiclass(ml)),
        ],
    };

    protected override EstimatorCase Case => Trainer;
}
