using Syre.MLNet;

namespace Syre.Tests.Resuming;

/// <summary>How a training of <see cref="Trainings"/> is run.</summary>
/// <param name="Directory">For checkpoints; null for none.</param>
internal sealed record RunSettings(string? Directory)
{
    public int Epochs { get; init; } = 8;

    public int Rows { get; init; } = 240;

    public int DataSeed { get; init; } = 1;

    /// <summary>Whether some features are missing.</summary>
    public bool HasMissing { get; init; }

    public long Seed { get; init; } = 3;

    public Action<TrainingProgress>? Progress { get; init; }

    public CancellationToken Token { get; init; }

    public Action<string>? Log { get; init; }
}
