namespace Syre.MLNet;

/// <summary>One training of one network by a tuning.</summary>
public sealed record TuningTrial
{
    /// <summary>The candidate's number: 0 is the trainer's own options.</summary>
    public required int Number { get; init; }

    /// <summary>How far it went: 0 for a ninth of the epochs, 1 for a third, 2 for all; 3 to 5 for all with other rows held back.</summary>
    public required int Rung { get; init; }

    /// <summary>What it changes of the trainer's options.</summary>
    public required SyreNetworkCandidate Candidate { get; init; }

    /// <summary>Epochs that it was to take, over which its learning rate falls.</summary>
    public required int Epochs { get; init; }

    /// <summary>
    /// <see cref="TrainingSummary.ValidationMetric"/>: the lower the better; NaN of a trial that failed. All trials of rungs 0 to 2 are
    /// measured on the same rows, and so are those of each of the rungs 3 to 5.
    /// </summary>
    public required double Metric { get; init; }

    /// <summary>The time that it took, reading and measuring included, beside the trials that ran with it.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>What became of it.</summary>
    public required TuningTrialState State { get; init; }

    /// <summary>Why it failed; null where it did not.</summary>
    public string? Message { get; init; }
}
