using Syre.MLNet.Runtime;

namespace Syre.MLNet.Training;

/// <summary>Gives the optimizer an earlier one's state, and keeps its state at the best epoch where that is asked for.</summary>
/// <param name="keeps">Whether to keep it.</param>
/// <param name="carried">The earlier optimizer's state; null to start afresh.</param>
internal sealed class OptimizerKeeper(bool keeps, byte[]? carried) : ITrainingListener, ICheckpointed
{
    /// <summary>The deviations that σ0 is a multiple of, by parameter.</summary>
    public IReadOnlyDictionary<string, double> Deviations { get; private set; } = new Dictionary<string, double>();

    /// <summary>The state at the best epoch; null where it is not kept.</summary>
    public byte[]? State { get; private set; }

    /// <inheritdoc/>
    public StopReason Started(TrainingRun run)
    {
        Deviations = run.Optimizer.InitialDeviations;
        if (carried is not null)
        {
            using var stream = new MemoryStream(carried);
            run.Optimizer.LoadState(stream);
        }
        return StopReason.Completed;
    }

    /// <inheritdoc/>
    public StopReason EpochDone(TrainingRun run, EpochResult epoch)
    {
        if (keeps && epoch.IsBest)
        {
            using var stream = new MemoryStream(State?.Length ?? 0);
            run.Optimizer.SaveState(stream);
            State = stream.ToArray();
        }
        return StopReason.Completed;
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        writer.Write(State?.Length ?? -1);
        writer.Write(State ?? []);
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        int length = reader.ReadInt32();
        State = length < 0 ? null : reader.ReadBytes(length);
        if (State is not null && State.Length < length)
            throw new InvalidDataException($"an optimizer's state of {length} bytes ends after {State.Length}");
    }
}
