namespace Syre.Cpu.Networks;

/// <summary>
/// What a pass over some rows is to do. It never changes once it is made: a thread that was late and still computes an earlier pass reads
/// numbers that fit each other.
/// </summary>
internal sealed record StepPlan
{
    /// <summary>The rows.</summary>
    public required CpuRows Rows { get; init; }

    /// <summary>Place of the first in their order.</summary>
    public required int Start { get; init; }

    /// <summary>How many.</summary>
    public required int Count { get; init; }

    /// <summary>Rows that the loss is the mean of.</summary>
    public required int AllRows { get; init; }

    /// <summary>Rows of a lane.</summary>
    public required int LaneRows { get; init; }

    /// <summary>The loss; null where only outputs are wanted.</summary>
    public CpuLoss? Loss { get; init; }

    /// <summary>Whether gradients are wanted.</summary>
    public bool IsTraining { get; init; }

    /// <summary>Dropout; <see cref="Dropout.None"/> outside training.</summary>
    public Dropout Dropout { get; init; }

    /// <summary>Number of the first row's mask in a batch that is computed in several blocks.</summary>
    public int FirstMask { get; init; }

    /// <summary>Number of lanes.</summary>
    public int Lanes => (Count + LaneRows - 1) / LaneRows;

    /// <summary>Rows of a lane.</summary>
    public (int From, int Count) Lane(int lane) => (lane * LaneRows, Math.Min(LaneRows, Count - lane * LaneRows));
}
