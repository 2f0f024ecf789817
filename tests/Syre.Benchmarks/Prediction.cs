namespace Syre.Benchmarks;

/// <summary>What is read of a scored row.</summary>
internal sealed class Prediction
{
    /// <summary>A probability a class.</summary>
    public float[] Score { get; set; } = [];
}
