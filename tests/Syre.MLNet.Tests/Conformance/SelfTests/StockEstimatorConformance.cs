using Microsoft.ML;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>Transforms and chains of ML.NET pass the part of the kit that is not about trainers.</summary>
[TestClass]
public sealed class StockBinaryChainConformance : EstimatorConformance
{
    private static readonly EstimatorCase s_case = Stock.Trainer(new BinaryTask()).InChain();

    protected override EstimatorCase Case => s_case;
}

[TestClass]
public sealed class StockTextChainConformance : EstimatorConformance
{
    private static readonly EstimatorCase s_case = Stock.Trainer(new BinaryTask()).AfterText();

    protected override EstimatorCase Case => s_case;
}

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

[TestClass]
public sealed class StockNormalizerConformance : EstimatorConformance
{
    private static readonly EstimatorCase s_case = new()
    {
        Estimator = ml => ml.Transforms.NormalizeMeanVariance("Output", "Features"),
        Engine = new EngineProbe<FeatureRow, VectorPrediction>([new() { Features = [1, 2, 3, 4] }, new() { Features = [0, -1, 0, 1] }]),
        Inputs =
        [
            new("features", InputRole.Valid, ml => TestData.Binary(ml)),
            new("sparse features", InputRole.Valid, ml => TestData.Regression(ml, sparse: true)),
            new("no features", InputRole.Invalid, ml => ml.Data.LoadFromEnumerable(TextData.Odd)),
        ],
    };

    protected override EstimatorCase Case => s_case;
}
