using Microsoft.ML;
using Syre.MLNet.Tests.Conformance;
using Syre.MLNet.Tests.Tabular;

namespace Syre.MLNet.Tests.Intervals;

/// <summary>Trainers with intervals or sets of classes, of two networks each, under the conformance kit.</summary>
internal static class IntervalCases
{
    public static TrainerCase Of(
        LearningTask task, Func<MLContext, SyreNetworkOptions, SyreNetworkEstimator> trainer, params string[] own) =>
        SyreNetworkCases.Case(task, (ml, options) => trainer(ml, options with { Members = 2, Interval = 0.6 }), own);
}
