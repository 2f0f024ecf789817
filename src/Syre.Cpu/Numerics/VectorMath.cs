using System.Runtime.CompilerServices;
using Syre.Cpu.Simd;

namespace Syre.Cpu.Numerics;

/// <summary>
/// Functions over a register, of additions, multiplications and divisions only, so that every machine gives the same bits. The polynomials
/// are interpolated at Chebyshev's points. NaN stays NaN.
/// </summary>
internal static class VectorMath<TS, TV>
    where TS : struct, ISimd<TV>
    where TV : struct
{
    /// <summary>
    /// eˣ − 1, and eˣ; x counts as within [−87, 88]. With x = n·ln 2 + r, |r| ≤ ln 2 / 2, and q = eʳ − 1 it is 2ⁿ·q + (2ⁿ − 1): nothing
    /// cancels near 0. Within 2 units in the last place.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV ExpM1(TV x, out TV exp)
    {
        x = TS.Max(TS.Set(-87), TS.Min(TS.Set(88), x));
        TV n = TS.Round(TS.Mul(x, TS.Set(1.4426950f)));
        TV r = TS.Fma(n, TS.Set(1.904654323e-9f), TS.Fma(n, TS.Set(-0.69314718246f), x));
        TV p = TS.Fma(r, TS.Set(0.00019891030388f), TS.Set(0.0013933685841f));
        p = TS.Fma(p, r, TS.Set(0.0083333104849f));
        p = TS.Fma(p, r, TS.Set(0.041666463017f));
        p = TS.Fma(p, r, TS.Set(0.16666667163f));
        p = TS.Fma(p, r, TS.Set(0.5f));
        TV q = TS.Fma(p, TS.Mul(r, r), r);
        TV power = TS.Pow2(n);
        exp = TS.Fma(power, q, power);
        return TS.Fma(power, q, TS.Sub(power, TS.Set(1)));
    }

    /// <summary>
    /// Φ(x), the normal distribution function, and its density φ(x). erfc(z) = e^(−z²)·t·Q(t) with t = 1/(1 + 0.4z) for z ≥ 0, where z² is
    /// taken with the digits that its rounding loses: so the tail keeps its own, within 5e-7 of Φ and φ relative to them. x counts as
    /// within [−13.15, 13.15].
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV NormalDistribution(TV x, out TV density)
    {
        TV size = TS.Min(TS.Set(13.15f), TS.Abs(x)), square = TS.Mul(size, size), lost = TS.Fma(size, size, TS.Sub(TS.Set(0), square));
        ExpM1(TS.Mul(square, TS.Set(-0.5f)), out TV e);
        e = TS.Fma(TS.Mul(lost, TS.Set(-0.5f)), e, e);
        TV z = TS.Mul(size, TS.Set(0.70710678f));
        TV t = TS.Div(TS.Set(1), TS.Fma(z, TS.Set(0.4f), TS.Set(1)));
        TV q = TS.Fma(t, TS.Set(-0.03350112686f), TS.Set(0.21878535609f));
        q = TS.Fma(q, t, TS.Set(-0.54650261768f));
        q = TS.Fma(q, t, TS.Set(0.60934211918f));
        q = TS.Fma(q, t, TS.Set(-0.33431187608f));
        q = TS.Fma(q, t, TS.Set(0.29797319453f));
        q = TS.Fma(q, t, TS.Set(0.12105998249f));
        q = TS.Fma(q, t, TS.Set(0.21668938596f));
        q = TS.Fma(q, t, TS.Set(0.22474866527f));
        q = TS.Fma(q, t, TS.Set(0.22571685744f));
        density = TS.Mul(e, TS.Set(0.39894228f));
        TV half = TS.Mul(TS.Mul(e, TS.Mul(t, q)), TS.Set(0.5f));
        return TS.IfPositive(x, TS.Sub(TS.Set(1), half), half);
    }

    /// <summary>
    /// cos x and sin x, to 1.2e-7 for |x| up to 1e4: with x = n·π/2 + r, |r| ≤ π/4, the cosine or the sine of r, as n says.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Cos(TV x, out TV sin)
    {
        TV one = TS.Set(1);
        TV n = TS.Round(TS.Mul(x, TS.Set(0.636619747f)));
        TV r = TS.Fma(n, TS.Set(4.37113883e-8f), TS.Fma(n, TS.Set(-1.5707963705f), x)), square = TS.Mul(r, r);
        TV s = TS.Fma(square, TS.Set(-0.000195877656f), TS.Set(0.00833274797f));
        s = TS.Fma(s, square, TS.Set(-0.166666642f));
        s = TS.Fma(TS.Mul(s, square), r, r);
        TV c = TS.Fma(square, TS.Set(2.45478168e-5f), TS.Set(-0.00138883025f));
        c = TS.Fma(c, square, TS.Set(0.0416666642f));
        c = TS.Fma(c, square, TS.Set(-0.5f));
        c = TS.Fma(c, square, one);
        // n to whole turns, in {−2, …, 2}: where it is odd, cosine and sine change places.
        TV quarter = TS.Fma(TS.Round(TS.Mul(n, TS.Set(0.25f))), TS.Set(-4), n), size = TS.Abs(quarter);
        TV odd = TS.Sub(one, TS.Abs(TS.Sub(size, one))), even = TS.Sub(one, size);
        sin = TS.IfPositive(odd, TS.Mul(quarter, c), TS.Mul(even, s));
        return TS.IfPositive(odd, TS.Mul(TS.Sub(TS.Set(0), quarter), s), TS.Mul(even, c));
    }
}
