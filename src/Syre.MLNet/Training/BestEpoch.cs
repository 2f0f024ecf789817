namespace Syre.MLNet.Training;

/// <summary>
/// The best epoch so far: the lowest value of what selects models, of equals the latest; without validation always the last.
/// </summary>
/// <param name="Epoch">The best epoch, from 1; 0 before the first.</param>
/// <param name="LastImprovement">The last epoch that was better than all before it, not only as good: what patience counts from.</param>
/// <param name="Lowest">What selects models, in the best epoch.</param>
/// <param name="Result">What was measured in the best epoch; null without validation.</param>
internal sealed record BestEpoch(int Epoch, int LastImprovement, double Lowest, ValidationResult? Result)
{
    /// <summary>Before the first epoch.</summary>
    public static BestEpoch None { get; } = new(0, 0, double.PositiveInfinity, null);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static BestEpoch Read(BinaryReader reader) => new(
        reader.ReadInt32(), reader.ReadInt32(), reader.ReadDouble(),
        reader.ReadBoolean() ? new ValidationResult(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble())
            : null);

    /// <summary>Writes all of it.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Epoch);
        writer.Write(LastImprovement);
        writer.Write(Lowest);
        writer.Write(Result is not null);
        if (Result is null)
            return;
        writer.Write(Result.Loss);
        writer.Write(Result.Error);
        writer.Write(Result.Choosing);
        writer.Write(Result.Temperature);
    }

    /// <summary>The best epoch after another one.</summary>
    /// <param name="epoch">The epoch just done.</param>
    /// <param name="result">What was measured; null without validation.</param>
    public BestEpoch After(int epoch, ValidationResult? result)
    {
        double value = result?.Choosing ?? 0;
        return value > Lowest ? this : new BestEpoch(epoch, value < Lowest ? epoch : LastImprovement, value, result);
    }
}
