namespace Syre.Cpu.Numerics;

/// <summary>
/// Logarithm, sine and cosine from IEEE additions, multiplications and divisions only. The C library's versions may differ in the last
/// bit between systems; these give the same bits everywhere, so θ0 does.
/// </summary>
internal static class PortableMath
{
    private const double HighLn2 = 6.93147180369123816490e-01, LowLn2 = 1.90821492927058770002e-10;

    /// <summary>ln x for a positive, finite, normal x; to about 1e-15.</summary>
    public static double Log(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)(bits >> 52) - 1023;
        double mantissa = BitConverter.Int64BitsToDouble(bits & 0x000FFFFFFFFFFFFF | 0x3FF0000000000000);
        if (mantissa > 1.4142135623730951)
        {
            mantissa *= 0.5;
            exponent++;
        }
        // ln m = 2 artanh s, whose series at |s| < 0.172 reaches double precision with the term s^21.
        double s = (mantissa - 1) / (mantissa + 1), square = s * s;
        double series = 0;
        for (int k = 21; k >= 3; k -= 2)
            series = (series + 1.0 / k) * square;
        return exponent * HighLn2 + (exponent * LowLn2 + 2 * s * series + 2 * s);
    }

    /// <summary>sin 2πt and cos 2πt for t in [0, 1); to about 1e-15.</summary>
    public static (double Sin, double Cos) SinCosTurn(double turns)
    {
        int quarter = (int)(turns * 4 + 0.5);
        double x = (turns - quarter * 0.25) * (2 * Math.PI), square = x * x;
        double sin = 0, cos = 0;
        // Taylor series on |x| <= π/4, by Horner's rule: sin up to x^17, cos up to x^18.
        for (int k = 18; k >= 2; k -= 2)
        {
            cos = (1 - cos) * square / (k * (k - 1.0));
            if (k < 18)
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
}
