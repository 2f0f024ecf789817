namespace Syre.Torch.Compacting;

/// <summary>Bounds of numbers: each is within its centre ± its radius.</summary>
/// <param name="Centres">The centres.</param>
/// <param name="Radii">The radii, 0 or above.</param>
internal sealed record Box(double[] Centres, double[] Radii)
{
    /// <summary>A box between these numbers.</summary>
    public static Box Between(IReadOnlyList<double> low, IReadOnlyList<double> high) =>
        new([.. low.Zip(high, (from, to) => from / 2 + to / 2)], [.. low.Zip(high, (from, to) => to / 2 - from / 2)]);

    /// <summary>The least of each number.</summary>
    public double[] Low => [.. Centres.Zip(Radii, (centre, radius) => centre - radius)];

    /// <summary>The largest of each number.</summary>
    public double[] High => [.. Centres.Zip(Radii, (centre, radius) => centre + radius)];

    /// <summary>The largest size of a number.</summary>
    public double Size(int number) => Math.Abs(Centres[number]) + Radii[number];
}
