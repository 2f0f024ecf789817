using Microsoft.ML;
using Syre.MLNet.Tests.Conformance;

namespace Syre.MLNet.Tests.Intervals;

/// <inheritdoc cref="IntervalCases"/>
[TestClass]
public sealed class ClassSetMulticlassConformance : TrainerConformance
{
    private static readonly TrainerCase s_case = IntervalCases.Of(
        new MulticlassTask(), (ml, options) => ml.MulticlassClassification.Trainers.SyreNetwork(options), "PredictedSet");

    protected override TrainerCase Trainer => s_case;
}
