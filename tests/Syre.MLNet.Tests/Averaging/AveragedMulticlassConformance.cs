using Microsoft.ML;
using Syre.MLNet.Tests.Conformance;

namespace Syre.MLNet.Tests.Averaging;

/// <inheritdoc cref="AveragedCases"/>
[TestClass]
public sealed class AveragedMulticlassConformance : EstimatorConformance
{
    private static readonly EstimatorCase s_case = AveragedCases.Case(
        new MulticlassTask(), ml => ml.MulticlassClassification.Trainers.SyreNetwork(AveragedCases.Network)
            .AveragedWith(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy()));

    protected override EstimatorCase Case => s_case;
}
