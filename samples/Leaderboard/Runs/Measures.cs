namespace Leaderboard.Runs;

/// <summary>What is measured of a trained model. What its task does not have is null.</summary>
internal sealed record Measures
{
    /// <summary>Share of the test rows whose class is predicted.</summary>
    public double? Accuracy { get; init; }

    /// <summary>Mean over the classes of the harmonic mean of precision and recall.</summary>
    public double? MacroF1 { get; init; }

    /// <summary>Of two classes: how often a row of the one is ranked above a row of the other.</summary>
    public double? AreaUnderRocCurve { get; init; }

    /// <summary>Mean of −ln of the probability given to the true class.</summary>
    public double? LogLoss { get; init; }

    /// <summary>Root of the mean squared error, in the label's unit.</summary>
    public double? RootMeanSquaredError { get; init; }

    /// <summary>That error over the standard deviation of the test rows' labels: 1 for their mean as the prediction.</summary>
    public double? RelativeError { get; init; }

    /// <summary>Seconds of <c>Fit</c>, making features included.</summary>
    public double FitSeconds { get; init; }

    /// <summary>Microseconds of a prediction from the loaded file: the median over test rows.</summary>
    public double Microseconds { get; init; }

    /// <summary>The same for one text of 30 words; null for a table.</summary>
    public double? MicrosecondsOf30Words { get; init; }

    /// <summary>Size of the saved file, in bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>Centred effective rank of the last hidden layer; null where there is no collapse report.</summary>
    public double? EffectiveRank { get; init; }
}
