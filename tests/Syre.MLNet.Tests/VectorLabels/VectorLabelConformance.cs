using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Tests.Conformance;
using Syre.MLNet.Tests.Tabular;

namespace Syre.MLNet.Tests.VectorLabels;

/// <summary>A regression of several numbers at once under the conformance kit.</summary>
[TestClass]
public sealed class VectorLabelConformance : EstimatorConformance
{
    internal static readonly EstimatorCase Pair = new()
    {
        Estimator = ml => ml.Regression.Trainers.SyreNetwork(Small.Options),
        Engine = new EngineProbe<Pairs, PairScore>([.. Pairs.Rows(3, seed: 9)]),
        Inputs =
        [
            new("pairs", InputRole.Valid, ml => Pairs.View(ml)),
            new("other pairs", InputRole.Valid, ml => Pairs.View(ml, 40, seed: 2)),
            new("no features", InputRole.Invalid, ml => ml.Data.LoadFromEnumerable(TextData.Odd)),
        ],
        ReloadTolerance = 1e-5,
        FailsAfterDispose = true,
    };

    protected override EstimatorCase Case => Pair;

    internal sealed class PairScore : IPrediction
    {
        [VectorType(2)]
        public float[] Score { get; set; } = [];

        public float[] ToNumbers() => Score;
    }
}
