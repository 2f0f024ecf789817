using Microsoft.ML;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>A stock estimator passes the part of the kit that is not about trainers.</summary>
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
