using Microsoft.ML;
using Syre.MLNet.Tests.Conformance;

namespace Syre.MLNet.Tests.Encoders;

/// <summary>Behind <c>FeaturizeText</c>, whose column is wide enough to be trained on as sparse rows.</summary>
[TestClass]
public sealed class SyreEncoderTextConformance : EstimatorConformance
{
    private static readonly EstimatorCase s_case = new()
    {
        Estimator = ml => ml.Transforms.Text.FeaturizeText("Features", "Text").Append(
            ml.Transforms.SyreEncoder("Output", "Features", EncoderCases.Options with { Epochs = 2, ReconstructionError = true })),
        Engine = new EngineProbe<TextRow, VectorPrediction>(TextData.Odd),
        ReloadTolerance = 1e-5,
        Inputs =
        [
            new("texts", InputRole.Valid, ml => TextData.Binary(ml)),
            new("other texts", InputRole.Valid, ml => ml.Data.LoadFromEnumerable(TextData.Odd)),
            new("no text", InputRole.Invalid, ml => TestData.Binary(ml)),
        ],
    };

    protected override EstimatorCase Case => s_case;
}
