using Syre.Torch.Numbers;
using static TorchSharp.torch;

namespace Syre.Torch;

/// <summary>The rank family of a matrix from its singular values. Definitions, with sources: <see cref="RankMeasures"/>.</summary>
public static class Spectrum
{
    /// <summary>Machine precision of float32, the type that activations and weights come in.</summary>
    private const double FloatPrecision = 1.1920928955078125e-7;

    private const int KeptValues = 512, SkippedByFit = 10, FewestToFit = 5;

    /// <summary>All measures from the singular values.</summary>
    /// <param name="singularValues">From the largest, none negative; missing ones count as 0. More than the largest
    /// possible rank are ignored.</param>
    /// <param name="rows">Rows of the matrix.</param>
    /// <param name="width">Columns of the matrix.</param>
    /// <param name="centred">Whether the mean row was taken away, which leaves rank rows − 1 at most.</param>
    /// <returns>
    /// The measures. The tolerance of the numerical rank is max(rows, width) × 1.19·10⁻⁷ × s₁, NumPy's rule with the precision of float32,
    /// in which the matrix came: with millions of rows that is coarse, so compare numerical ranks at equal rows, or use the effective rank,
    /// which needs no tolerance. The spectral exponent is fitted to λ₁₁ … λ₅₁₂, those below 10⁻¹² λ₁ left out, and null with fewer than 5.
    /// </returns>
    /// <exception cref="ArgumentException">A value is negative, not finite, or larger than the one before it.</exception>
    public static RankMeasures Measure(ReadOnlySpan<double> singularValues, long rows, int width, bool centred)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(width);
        int maximum = (int)Math.Min(Math.Max(0, centred ? rows - 1 : rows), width);
        double[] values = singularValues[..Math.Min(maximum, singularValues.Length)].ToArray();
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]) || values[i] < 0 || i > 0 && values[i] > values[i - 1])
            {
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"Singular value {i} is {values[i]}; expected finite numbers, 0 or above, from the largest."),
                    nameof(singularValues));
            }
        }
        double largest = values.FirstOrDefault();
        double tolerance = Math.Max(rows, width) * FloatPrecision * largest;
        // Over the largest one, so that squares neither overflow nor vanish.
        double[] s = largest > 0 ? [.. values.Select(value => value / largest)] : [];
        double sum = s.Sum(), energy = s.Sum(x => x * x);
        (double? exponent, double? fit) = FitPowerLaw(s);
        return new RankMeasures
        {
            MaximumRank = maximum,
            EffectiveRank = s.Length == 0 ? 0 : Math.Exp(-s.Sum(x => XLogX(x / sum))),
            NumericalRank = values.Count(value => value > tolerance),
            Tolerance = tolerance,
            StableRank = energy,
            Rank99 = LeastWithShare(s, sum, 0.99),
            ParticipationRatio = s.Length == 0 ? 0 : energy * energy / s.Sum(x => x * x * x * x),
            RankMe = s.Length == 0 ? 0 : Math.Exp(-s.Sum(x => XLogX(x / sum + 1e-7)) - (maximum - s.Length) * XLogX(1e-7)),
            SpectralExponent = exponent,
            SpectralFit = fit,
            SingularValues = [.. values.Take(KeptValues).Select(value => (float)value)],
        };
    }

    /// <summary>All measures of a matrix as it is, uncentred, from its singular values in double precision: for weights.</summary>
    /// <param name="matrix"><c>[rows, columns]</c>, of any type and device.</param>
    /// <exception cref="ArgumentException">It has not two dimensions.</exception>
    /// <exception cref="InvalidOperationException">It holds a number that is not finite.</exception>
    public static RankMeasures Measure(Tensor matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.dim() != 2)
        {
            throw new ArgumentException($"The matrix has shape [{string.Join(", ", matrix.shape)}]; expected [rows, columns].",
                nameof(matrix));
        }

        using var scope = NewDisposeScope();
        using var _ = no_grad();
        Tensor values = Host.InDouble(matrix);
        if (!double.IsFinite(values.abs().sum().item<double>()))
            throw new InvalidOperationException("The matrix holds a number that is not finite (NaN or infinity): it has no ranks.");
        double[] singularValues = values.numel() == 0 ? [] : Host.Doubles(linalg.svdvals(values));
        return Measure(singularValues, matrix.shape[0], (int)matrix.shape[1], centred: false);
    }

    /// <summary>
    /// All measures from the Gram matrix of either side, by its eigenvalues; those within its rounding noise, λ ≤ n·2.2·10⁻¹⁶·λ₁ for an
    /// n × n Gram matrix, count as 0.
    /// </summary>
    internal static RankMeasures MeasureGram(Tensor gram, long rows, int width, bool centred)
    {
        double[] eigenvalues = Host.Doubles(linalg.eigvalsh(gram));
        Array.Reverse(eigenvalues);
        double noise = gram.shape[0] * 2.220446049250313e-16 * eigenvalues.FirstOrDefault();
        for (int i = 0; i < eigenvalues.Length; i++)
            eigenvalues[i] = eigenvalues[i] > noise ? Math.Sqrt(eigenvalues[i]) : 0;
        return Measure(eigenvalues, rows, width, centred);
    }

    /// <summary>The least k whose first k numbers have this share of the sum.</summary>
    internal static int LeastWithShare(ReadOnlySpan<double> values, double sum, double share)
    {
        double part = 0;
        for (int k = 0; k < values.Length; k++)
        {
            part += values[k];
            // The last digit of a sum must not add a direction to an exactly even spectrum.
            if (part >= share * sum * (1 - 1e-12))
                return k + 1;
        }
        return values.Length;
    }

    private static double XLogX(double x) => x > 0 ? x * Math.Log(x) : 0;

    private static (double? Exponent, double? Fit) FitPowerLaw(double[] s)
    {
        (double X, double Y)[] points = [.. s.Take(KeptValues)
            .Select((value, i) => (Rank: i + 1, Eigenvalue: value * value))
            .Skip(SkippedByFit)
            .Where(point => point.Eigenvalue >= 1e-12)
            .Select(point => (Math.Log(point.Rank), Math.Log(point.Eigenvalue)))];
        if (points.Length < FewestToFit)
            return (null, null);
        double meanX = points.Average(p => p.X), meanY = points.Average(p => p.Y);
        double xx = points.Sum(p => (p.X - meanX) * (p.X - meanX)), yy = points.Sum(p => (p.Y - meanY) * (p.Y - meanY));
        double xy = points.Sum(p => (p.X - meanX) * (p.Y - meanY));
        return (-xy / xx, yy > 0 ? xy * xy / (xx * yy) : 1);
    }
}
