using Microsoft.ML;
using Syre.MLNet.Tests.Conformance;

namespace Syre.MLNet.Tests.Averaging;

/// <inheritdoc cref="AveragedCases"/>
[TestClass]
public sealed class AveragedBinaryConformance : EstimatorConformance
{
    private static readonly EstimatorCase s_case = AveragedCases.Case(
        new BinaryTask(), ml => ml.BinaryClassification.Trainers.SyreNetwork(AveragedCases.Network)
            .AveragedWith(ml.BinaryClassification.Trainers.LightGbm(numberOfIterations: 10)));

    protected override EstimatorCase Case => s_case;
}
