namespace Syre.MLNet.Diagnostics;

/// <summary>Orthonormal directions U that hold most of the centred energy of a column.</summary>
/// <param name="Directions">U, <c>[slots, count]</c> row after row.</param>
/// <param name="Count">Number of directions.</param>
internal sealed record PrincipalSubspace(double[] Directions, int Count)
{
    /// <summary>Least number of leading directions that hold <paramref name="share"/> of <paramref name="total"/>, at most
    /// <paramref name="maximum"/>.</summary>
    /// <param name="energies">Energy of each direction, from the largest; zeros at the end hold nothing.</param>
    /// <param name="total">Energy of all directions, those that are not listed among them.</param>
    /// <param name="share">In (0, 1].</param>
    /// <param name="maximum">At least 1.</param>
    public static int CountFor(ReadOnlySpan<double> energies, double total, double share, int maximum)
    {
        // Energies carry rounding; a share of 1 must not ask for directions of nothing.
        double wanted = Math.Min(share, 1 - 1e-12) * total, sum = 0;
        int count = 0;
        while (count < energies.Length && count < maximum && sum < wanted && energies[count] > 0)
            sum += energies[count++];
        return count;
    }
}
