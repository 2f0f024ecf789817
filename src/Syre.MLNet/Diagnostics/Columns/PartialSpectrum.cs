using Syre.Torch;

namespace Syre.MLNet.Diagnostics.Columns;

/// <summary>Ranks of a matrix of which the leading energies λ are known one by one, and of the others only their sum.</summary>
internal static class PartialSpectrum
{
    /// <summary>
    /// The ranks. What is not known one by one enters as the fewest directions that can hold it, none larger than the last known one, so
    /// that the ranks are what the matrix has at least. The singular values, and the exponent fitted to them, are those that are known.
    /// </summary>
    /// <param name="known">The leading energies, from the largest.</param>
    /// <param name="total">The energy of all directions.</param>
    /// <param name="rows">Rows of the matrix.</param>
    /// <param name="width">Columns of the matrix.</param>
    /// <param name="centred">Whether the mean row was taken away.</param>
    public static RankMeasures Measure(double[] known, double total, long rows, int width, bool centred)
    {
        double[] singular = Array.ConvertAll(known, Math.Sqrt);
        RankMeasures leading = Spectrum.Measure(singular, rows, width, centred);
        RankMeasures all = Spectrum.Measure([.. singular, .. Rest(known, total, leading.MaximumRank)], rows, width, centred);
        return all with
        {
            SingularValues = leading.SingularValues,
            SpectralExponent = leading.SpectralExponent,
            SpectralFit = leading.SpectralFit,
        };
    }

    private static double[] Rest(double[] known, double total, int maximumRank)
    {
        double last = known.LastOrDefault(), rest = total - known.Sum();
        if (last <= 0 || rest <= 1e-12 * total)
            return [];
        int full = (int)Math.Min(maximumRank, rest / last);
        return [.. Enumerable.Repeat(Math.Sqrt(last), full), Math.Sqrt(Math.Clamp(rest - full * last, 0, last))];
    }
}
