using Microsoft.ML;
using Syre.MLNet.Tests.Conformance;

namespace Syre.MLNet.Tests.Intervals;

/// <inheritdoc cref="IntervalCases"/>
[TestClass]
public sealed class IntervalRegressionConformance : TrainerConformance
{
    private static readonly TrainerCase s_case =
        IntervalCases.Of(new RegressionTask(), (ml, options) => ml.Regression.Trainers.SyreNetwork(options), "Lower", "Upper");

    protected override TrainerCase Trainer => s_case;
}
