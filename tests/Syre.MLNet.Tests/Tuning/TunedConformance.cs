using Microsoft.ML;
using Syre.MLNet.Tests.Averaging;
using Syre.MLNet.Tests.Conformance;

namespace Syre.MLNet.Tests.Tuning;

/// <summary>A tuner under the kit for estimators.</summary>
[TestClass]
public sealed class TunedConformance : EstimatorConformance
{
    private static readonly EstimatorCase s_case = AveragedCases.Case(
        new BinaryTask(), ml => ml.BinaryClassification.Trainers.SyreNetwork(AveragedCases.Network)
            .Tuned(new() { Candidates = [new() { WidthFactor = 0.5 }] }));

    protected override EstimatorCase Case => s_case;
}
