using Microsoft.ML;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>A data set and what the estimator under test must make of it.</summary>
/// <param name="Name">Says in a failure which data set it was.</param>
/// <param name="Role">What it is good for.</param>
/// <param name="View">Makes it.</param>
public sealed record ConformanceInput(string Name, InputRole Role, Func<MLContext, IDataView> View)
{
    public bool Trains => Role is InputRole.Valid or InputRole.TrainingOnly;

    public bool Scores => Role is InputRole.Valid or InputRole.ScoringOnly;
}
