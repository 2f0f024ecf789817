using Syre.Torch;

namespace Syre.MLNet.Diagnostics;

/// <summary>Energies λ of a column in its principal directions, from the largest, of which the last ones may not be known one by one.</summary>
/// <param name="known">The energies that are known; not negative, from the largest.</param>
/// <param name="total">The energy of all directions together, which is always known.</param>
/// <param name="maximumRank">The largest number of directions possible.</param>
/// <param name="rows">Number of rows.</param>
/// <param name="width">Number of slots.</param>
internal sealed class ColumnSpectrum(double[] known, double total, int maximumRank, long rows, int width)
{
    /// <summary>Singular values below this share of the largest are rounding: the columns are floats.</summary>
    private const double Rounding = 1e-6;

    /// <summary>The ranks. What is not known one by one enters as the fewest directions that can hold it, none larger than the last known one, so that
    /// every rank is one that the column reaches at least.</summary>
    public RankMeasures Measures()
    {
        double[] singular = Array.ConvertAll(known, Math.Sqrt);
        double largest = singular.FirstOrDefault();
        double[] all = [.. singular.TakeWhile(s => s > 1e-9 * largest), .. Rest()];
        double sum = all.Sum(), fourth = all.Sum(s => s * s * s * s), energy = all.Sum(s => s * s);
        (double? exponent, double? fit) = Decay();
        return new RankMeasures
        {
            MaximumRank = maximumRank,
            EffectiveRank = sum == 0 ? 0 : Math.Exp(all.Sum(s => -s / sum * Math.Log(s / sum))),
            NumericalRank = all.Count(s => s > Rounding * largest),
            Tolerance = Rounding * largest,
            StableRank = sum == 0 ? 0 : energy / (largest * largest),
            Rank99 = Leading(all, 0.99 * sum),
            ParticipationRatio = sum == 0 ? 0 : energy * energy / fourth,
            RankMe = sum == 0 ? 0 : RankMe(all, sum),
            SpectralExponent = exponent,
            SpectralFit = fit,
            SingularValues = [.. singular.Take(Math.Min(512, maximumRank)).Select(s => (float)s)],
        };
    }

    private IEnumerable<double> Rest()
    {
        double rest = total - known.Sum();
        int directions = maximumRank - known.Length;
        double last = known.LastOrDefault();
        if (directions <= 0 || last <= 0 || rest <= 1e-12 * total)
            return [];
        int full = (int)Math.Min(directions, rest / last);
        if (full == directions)
            return Enumerable.Repeat(Math.Sqrt(rest / directions), directions);
        return [.. Enumerable.Repeat(Math.Sqrt(last), full), Math.Sqrt(Math.Max(rest - full * last, double.Epsilon))];
    }

    private static int Leading(double[] values, double wanted)
    {
        int count = 0;
        for (double sum = 0; count < values.Length && sum < wanted * (1 - 1e-12); count++)
            sum += values[count];
        return count;
    }

    private double RankMe(double[] values, double sum)
    {
        const double Epsilon = 1e-7;
        double entropy = values.Sum(s => -(s / sum + Epsilon) * Math.Log(s / sum + Epsilon));
        long zeros = Math.Max(0, Math.Min(rows, width) - values.Length);
        return Math.Exp(entropy - zeros * Epsilon * Math.Log(Epsilon));
    }

    /// <summary>α and R² as alpha-ReQ has them: without the first ten, up to the 512th, above 10⁻¹² of the largest.</summary>
    private (double? Exponent, double? Fit) Decay()
    {
        double[] energies = [.. known.Take(512).Skip(10).TakeWhile(value => value > 1e-12 * known[0])];
        if (energies.Length < 10)
            return (null, null);
        double[] x = [.. energies.Select((_, i) => Math.Log(i + 11))];
        double[] y = Array.ConvertAll(energies, Math.Log);
        double meanX = x.Average(), meanY = y.Average();
        double xx = x.Sum(value => (value - meanX) * (value - meanX)), yy = y.Sum(value => (value - meanY) * (value - meanY));
        double xy = x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum();
        return (-xy / xx, yy == 0 ? 1 : xy * xy / (xx * yy));
    }
}
