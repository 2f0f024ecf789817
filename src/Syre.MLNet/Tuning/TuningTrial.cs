namespace Syre.MLNet;

/// <summary>One training of one network by a tuning.</summary>
public sealed record TuningTrial
{
    /// <summary>The candidate's number: 0 is the trainer's own options.</summary>
    public required int Number { get; init; }

    /// <summary>How far it went: 2 for all epochs, 1 for a third, 0 for a ninth.</summary>
    public required int Rung { get; init; }

    /// <summary>What it changes of the trainer's options.</summary>
    public required SyreNetworkCandidate Candidate { get; init; }

    /// <summary>Epochs that it was to take, over which its learning rate falls.</summary>
    public required int Epochs { get; init; }

    /// <summary>
    /// <see cref="TrainingSummary.ValidationMetric"/>: the lower the better; NaN of a trial that failed. All trials of a tuning are
    /// measured on the same rows.
    /// </summary>
    public required double Metric { get; init; }

    /// <summary>The time that it took, reading and measuring included, beside the trials that ran with it.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>What became of it.</summary>
    public required TuningTrialState State { get; init; }

    /// <summary>Why it failed; null where it did not.</summary>
    public string? Message { get; init; }
}
