namespace Leaderboard.Runs;

/// <summary>What is measured of a trained model.</summary>
internal sealed record Measures
{
    /// <summary>Share of the test rows whose class is predicted.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Mean over the classes of the harmonic mean of precision and recall.</summary>
    public required double MacroF1 { get; init; }

    /// <summary>Mean of −ln of the probability given to the true class.</summary>
    public required double LogLoss { get; init; }

    /// <summary>Seconds of <c>Fit</c>, making features included.</summary>
    public required double FitSeconds { get; init; }

    /// <summary>Microseconds of a prediction from the loaded file: the median over test rows.</summary>
    public required double Microseconds { get; init; }

    /// <summary>The same for one text of 30 words; null for a table.</summary>
    public double? MicrosecondsOf30Words { get; init; }

    /// <summary>Size of the saved file, in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>Centred effective rank of the last hidden layer; null where there is no collapse report.</summary>
    public double? EffectiveRank { get; init; }
}
