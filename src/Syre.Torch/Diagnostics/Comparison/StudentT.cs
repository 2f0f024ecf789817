namespace Syre.Torch.Diagnostics.Comparison;

/// <summary>Student's t distribution.</summary>
internal static class StudentT
{
    // Lanczos' approximation with g = 7, good to fifteen digits.
    private static readonly double[] s_lanczos =
    [
        0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
        -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
    ];

    /// <summary>The t with |T| below it in the given share of cases.</summary>
    /// <param name="share">The share, in (0, 1).</param>
    /// <param name="degrees">Degrees of freedom, above 0; need not be whole.</param>
    public static double TwoSided(double share, double degrees)
    {
        double low = 0;
        double high = 1;
        while (Within(high, degrees) < share && high < 1e12)
            high *= 2;
        for (int step = 0; step < 100; step++)
        {
            double middle = (low + high) / 2;
            if (Within(middle, degrees) < share)
                low = middle;
            else
                high = middle;
        }
        return high;
    }

    /// <summary>The share of cases with |T| below t.</summary>
    public static double Within(double t, double degrees) => 1 - IncompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5);

    private static double IncompleteBeta(double x, double a, double b)
    {
        if (x is <= 0 or >= 1)
            return Math.Clamp(x, 0, 1);
        double front = Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + a * Math.Log(x) + b * Math.Log(1 - x));
        return x < (a + 1) / (a + b + 2) ? front * Fraction(x, a, b) / a : 1 - front * Fraction(1 - x, b, a) / b;
    }

    // Lentz's way through the continued fraction of the incomplete beta function (Numerical Recipes 6.4).
    private static double Fraction(double x, double a, double b)
    {
        double c = 1;
        double d = 1 / Floor(1 - (a + b) * x / (a + 1));
        double result = d;
        for (int m = 1; m <= 500; m++)
        {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            double change = 1;
            foreach (double term in (ReadOnlySpan<double>)[even, odd])
            {
                d = 1 / Floor(1 + term * d);
                c = Floor(1 + term / c);
                change = d * c;
                result *= change;
            }
            if (Math.Abs(change - 1) < 1e-15)
                break;
        }
        return result;

        static double Floor(double value) => Math.Abs(value) < 1e-300 ? 1e-300 : value;
    }

    private static double LogGamma(double x)
    {
        if (x < 0.5)
            return Math.Log(Math.PI / Math.Sin(Math.PI * x)) - LogGamma(1 - x);
        double sum = s_lanczos[0];
        for (int i = 1; i < s_lanczos.Length; i++)
            sum += s_lanczos[i] / (x - 1 + i);
        double t = x + 6.5;
        return 0.5 * Math.Log(2 * Math.PI) + (x - 0.5) * Math.Log(t) - t + Math.Log(sum);
    }
}
