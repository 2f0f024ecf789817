namespace Syre.MLNet.Training;

/// <summary>
/// Where a training stands between two epochs, but for its tensors. With them, everything that comes after follows: orders of rows and
/// masks are functions of the seed, the epoch and the step.
/// </summary>
/// <param name="Epoch">Epochs done.</param>
/// <param name="Steps">Steps done.</param>
/// <param name="TrainingLoss">Mean loss of the last epoch; NaN before the first.</param>
/// <param name="Best">The best epoch.</param>
/// <param name="Elapsed">Time since training began, without pauses between processes.</param>
internal sealed record TrainingState(int Epoch, long Steps, double TrainingLoss, BestEpoch Best, TimeSpan Elapsed)
{
    /// <summary>Before the first epoch.</summary>
    public static TrainingState Begin { get; } = new(0, 0, double.NaN, BestEpoch.None, TimeSpan.Zero);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static TrainingState Read(BinaryReader reader) => new(
        reader.ReadInt32(), reader.ReadInt64(), reader.ReadDouble(),
        BestEpoch.Read(reader),
        new TimeSpan(reader.ReadInt64()));

    /// <summary>Writes all of it.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Epoch);
        writer.Write(Steps);
        writer.Write(TrainingLoss);
        Best.Write(writer);
        writer.Write(Elapsed.Ticks);
    }
}
