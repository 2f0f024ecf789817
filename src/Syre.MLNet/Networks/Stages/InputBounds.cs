namespace Syre.MLNet.Networks.Stages;

/// <summary>Between what the numbers that a stage gets are, whatever row comes.</summary>
/// <param name="Lowest">The least of each.</param>
/// <param name="Largest">The largest of each.</param>
internal sealed record InputBounds(double[] Lowest, double[] Largest)
{
    /// <summary>So many numbers within ± one.</summary>
    public static InputBounds Within(int count, double size) =>
        new([.. Enumerable.Repeat(-size, count)], [.. Enumerable.Repeat(size, count)]);
}
