using Microsoft.ML;
using Syre.MLNet.Tests.Conformance;

namespace Syre.MLNet.Tests.Encoders;

/// <summary>Encoders that train in a fraction of a second, and their cases under the conformance kit.</summary>
internal static class EncoderCases
{
    public static SyreEncoderOptions Options { get; } = new()
    {
        HiddenLayers = [16], EmbeddingSize = 2, Epochs = 6, BatchSize = 32, Threads = 1, Device = "cpu",
    };

    /// <summary>An encoder that writes all columns that it can.</summary>
    public static EstimatorCase Case(SyreEncoderOptions options) => new()
    {
        Estimator = ml => ml.Transforms.SyreEncoder("Output", "Features", options),
        Engine = new EngineProbe<FeatureRow, VectorPrediction>(
            [new() { Features = [1, 2, -1, 0] }, new() { Features = [0, -1, 0, 1] }]),
        Inputs =
        [
            new("dense features", InputRole.Valid, ml => TestData.Binary(ml)),
            new("sparse features", InputRole.Valid, ml => TestData.Regression(ml, sparse: true)),
            new("features of another size", InputRole.TrainingOnly, FiveFeatures),
            new("no features", InputRole.Invalid, ml => ml.Data.LoadFromEnumerable(TextData.Odd)),
        ],
        ReloadTolerance = 1e-5,
        FailsAfterDispose = true,
    };

    /// <summary>Rows with one feature more.</summary>
    private static IDataView FiveFeatures(MLContext ml) => TestData.View(ml, [.. TestData.Examples(60, 1, false, TestData.BinaryLabel)
        .Select(example => new Example<bool> { Features = new(5, [.. example.Features.DenseValues(), 1f]), Weight = 1 })]);
}
