namespace Syre.Cpu;

/// <summary>
/// Elementary functions from IEEE additions, multiplications and divisions only. The C library's versions may differ in the last
/// bit between systems; these give the same bits everywhere, so that what reaches a weight does.
/// </summary>
public static class PortableMath
{
    internal const double HighLn2 = 6.93147180369123816490e-01, LowLn2 = 1.90821492927058770002e-10, Root2 = 1.4142135623730951;

    /// <summary>The exponents of the last terms of the series.</summary>
    internal const int LastLogTerm = 21, LastCosTerm = 18;

    private const double Ln2 = 0.6931471805599453;

    /// <summary>e^x for any x; to about 1e-15 of the value.</summary>
    /// <param name="x">Any number; 0 comes of one below −746, infinity of one above 710, NaN of NaN.</param>
    public static double Exp(double x)
    {
        if (!(x >= -746 && x <= 710))
            return double.IsNaN(x) ? x : x < 0 ? 0 : double.PositiveInfinity;
        int power = (int)Math.Round(x * (1 / Ln2));
        double r = x - power * HighLn2 - power * LowLn2;
        // Taylor series on |r| <= ln 2 / 2: the term after the last is below 1e-19.
        double series = 1.0 / 87178291200;
        series = series * r + 1.0 / 6227020800;
        series = series * r + 1.0 / 479001600;
        series = series * r + 1.0 / 39916800;
        series = series * r + 1.0 / 3628800;
        series = series * r + 1.0 / 362880;
        series = series * r + 1.0 / 40320;
        series = series * r + 1.0 / 5040;
        series = series * r + 1.0 / 720;
        series = series * r + 1.0 / 120;
        series = series * r + 1.0 / 24;
        series = series * r + 1.0 / 6;
        series = series * r + 0.5;
        // In two halves, since 2^power itself may be too large or too small for a double.
        int half = power >> 1;
        return (1 + (r + series * r * r)) * PowerOf2(half) * PowerOf2(power - half);
    }

    /// <summary>ln x; to about 1e-15.</summary>
    /// <param name="x">Positive, finite and normal: at least 2.3e-308.</param>
    public static double Log(double x)
    {
        (int exponent, double mantissa) = Split(x);
        (double main, double small) = LogNear1((mantissa - 1) / (mantissa + 1));
        return exponent * HighLn2 + (exponent * LowLn2 + small + main);
    }

    /// <summary>The logarithm of x to the base 2; to about 1e-15, and exact for powers of 2.</summary>
    /// <param name="x">Positive, finite and normal: at least 2.3e-308.</param>
    public static double Log2(double x)
    {
        (int exponent, double mantissa) = Split(x);
        (double main, double small) = LogNear1((mantissa - 1) / (mantissa + 1));
        return exponent + (main + small) * (1 / Ln2);
    }

    /// <summary>ln(1 + x); to about 1e-15 of the value, however small x is.</summary>
    /// <param name="x">Above −1, finite.</param>
    public static double LogP1(double x)
    {
        if (x is not (> -0.29 and < 0.41))
            return Log(1 + x);
        (double main, double small) = LogNear1(x / (2 + x));
        return main + small;
    }

    /// <summary>
    /// A power with a whole exponent, by repeated squaring in a fixed order; to about <paramref name="exponent"/> units in the last place.
    /// </summary>
    /// <param name="x">Any number.</param>
    /// <param name="exponent">0 or above.</param>
    /// <exception cref="ArgumentOutOfRangeException">The exponent is negative.</exception>
    public static double Pow(double x, long exponent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(exponent);
        double power = 1;
        for (double square = x; exponent != 0; exponent >>= 1, square *= square)
        {
            if ((exponent & 1) != 0)
                power *= square;
        }
        return power;
    }

    /// <summary>cos 2πt; to about 1e-15.</summary>
    /// <param name="turns">t, of any size: whole turns are taken off exactly.</param>
    public static double CosTurn(double turns) => SinCosTurn(turns - Math.Floor(turns)).Cos;

    /// <summary>sin 2πt and cos 2πt; to about 1e-15.</summary>
    /// <param name="turns">t, in [0, 1].</param>
    public static (double Sin, double Cos) SinCosTurn(double turns)
    {
        int quarter = (int)(turns * 4 + 0.5);
        double x = (turns - quarter * 0.25) * (2 * Math.PI), square = x * x;
        double sin = 0, cos = 0;
        // Taylor series on |x| <= π/4, by Horner's rule: sin up to x^17, cos up to x^18.
        for (int k = LastCosTerm; k >= 2; k -= 2)
        {
            cos = (1 - cos) * square / (k * (k - 1.0));
            if (k < LastCosTerm)
                sin = (1 - sin) * square / (k * (k + 1.0));
        }
        (sin, cos) = (x * (1 - sin), 1 - cos);
        return (quarter & 3) switch
        {
            0 => (sin, cos),
            1 => (cos, -sin),
            2 => (-sin, -cos),
            _ => (-cos, sin),
        };
    }

    /// <summary>x as mantissa · 2^exponent, with the mantissa in (√½, √2].</summary>
    private static (int Exponent, double Mantissa) Split(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)(bits >> 52) - 1023;
        double mantissa = BitConverter.Int64BitsToDouble(bits & 0x000FFFFFFFFFFFFF | 0x3FF0000000000000);
        return mantissa > Root2 ? (exponent + 1, mantissa * 0.5) : (exponent, mantissa);
    }

    /// <summary>
    /// 2 artanh s, which is ln((1 + s)/(1 − s)), as 2s and what is small beside it; |s| below 0.172, so that the term s^21 is the last.
    /// </summary>
    private static (double Main, double Small) LogNear1(double s)
    {
        double square = s * s, series = 0;
        for (int k = LastLogTerm; k >= 3; k -= 2)
            series = (series + 1.0 / k) * square;
        return (2 * s, 2 * s * series);
    }

    private static double PowerOf2(int exponent) => BitConverter.Int64BitsToDouble((long)(exponent + 1023) << 52);
}
