using Microsoft.ML;
using Syre.MLNet.Tests.Conformance;

namespace Syre.MLNet.Tests.Intervals;

/// <inheritdoc cref="IntervalCases"/>
[TestClass]
public sealed class ClassSetBinaryConformance : TrainerConformance
{
    private static readonly TrainerCase s_case = IntervalCases.Of(
        new BinaryTask(), (ml, options) => ml.BinaryClassification.Trainers.SyreNetwork(options), "PredictedSet");

    protected override TrainerCase Trainer => s_case;
}
