namespace Syre.MLNet.Tests.Conformance;

/// <summary>What a data set is good for.</summary>
public enum InputRole
{
    /// <summary>Has everything: the estimator trains on it and the fitted model scores it.</summary>
    Valid,

    /// <summary>Lacks what only training needs, such as the label.</summary>
    ScoringOnly,

    /// <summary>Trains a model of its own, but does not suit the model already fitted, for example features of another length.</summary>
    TrainingOnly,

    /// <summary>Good for neither.</summary>
    Invalid,
}
