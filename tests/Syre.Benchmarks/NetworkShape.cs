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

    /// <summary>3 × 256, batch 256: RealMLP's defaults.</summary>
    public static NetworkShape Standard { get; } = new(256, 256);

    /// <summary>3 × 512, batch 1024.</summary>
    public static NetworkShape Large { get; } = new(512, 1024);

    /// <inheritdoc/>
    public override string ToString() => $"3x{Width}, batch {Batch}";
}
