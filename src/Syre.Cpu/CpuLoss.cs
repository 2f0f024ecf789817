namespace Syre.Cpu;

/// <summary>What the outputs of a row are compared with its targets by.</summary>
public enum CpuLossKind
{
    /// <summary>
    /// Cross-entropy of several classes; the target is the number of the class, from 0. The loss of a class that does not exist is NaN.
    /// </summary>
    CrossEntropy,

    /// <summary>Cross-entropy of two classes with one output; the target is 0 or 1. Each output has its own.</summary>
    BinaryCrossEntropy,

    /// <summary>Squared difference, the mean over the outputs.</summary>
    SquaredError,

    /// <summary>
    /// Huber's loss (1964), the mean over the outputs: d²/2 for a difference d of at most δ, δ·(|d| − δ/2) beyond.
    /// </summary>
    Huber,
}

/// <summary>A loss: the mean over the rows of what its kind says, times the rows' weights where there are any.</summary>
/// <param name="Kind">Its kind.</param>
public readonly record struct CpuLoss(CpuLossKind Kind)
{
    /// <summary>Mass moved from the true class to all alike, in [0, 1). Default 0. For classes only.</summary>
    public float Smoothing { get; init; }

    /// <summary>δ of Huber's loss, above 0. Default 1.</summary>
    public float Delta { get; init; } = 1;

    /// <summary>Numbers in the target of a row.</summary>
    /// <param name="outputs">Outputs of the network.</param>
    public int TargetSize(int outputs) => Kind == CpuLossKind.CrossEntropy ? 1 : outputs;
}
