namespace Syre.Benchmarks;

/// <summary>A network of three hidden layers and the batch that it is trained with.</summary>
/// <param name="Width">Units of each hidden layer.</param>
/// <param name="Batch">Rows a step.</param>
public sealed record NetworkShape(int Width, int Batch)
{
    /// <summary>3 × 128, batch 256.</summary>
    public static NetworkShape Wide { get; } = new(128, 256);

    /// <summary>3 × 64, batch 64.</summary>
    public static NetworkShape Narrow { get; } = new(64, 64);

    /// <inheritdoc/>
    public override string ToString() => $"3x{Width}, batch {Batch}";
}
