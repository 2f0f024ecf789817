using System.Numerics;
using System.Runtime.CompilerServices;

namespace Syre.Cpu.Numerics;

/// <summary>Functions of <see cref="PortableMath"/> of several numbers at once, with the same bits on registers of any width.</summary>
internal static class PortableVectors
{
    /// <summary><see cref="PortableMath.Log"/> of each number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Log(Vector<double> x)
    {
        Vector<long> bits = Vector.AsVectorInt64(x);
        Vector<double> exponent = Vector.ConvertToDouble((bits >> 52) - new Vector<long>(1023));
        Vector<double> mantissa = Vector.AsVectorDouble(bits & new Vector<long>(0x000FFFFFFFFFFFFF) | new Vector<long>(0x3FF0000000000000));
        Vector<long> isLarge = Vector.GreaterThan(mantissa, new Vector<double>(PortableMath.Root2));
        exponent = Vector.ConditionalSelect(isLarge, exponent + Vector<double>.One, exponent);
        mantissa = Vector.ConditionalSelect(isLarge, mantissa * 0.5, mantissa);
        Vector<double> s = (mantissa - Vector<double>.One) / (mantissa + Vector<double>.One), square = s * s, series = Vector<double>.Zero;
        for (int k = PortableMath.LastLogTerm; k >= 3; k -= 2)
            series = (series + new Vector<double>(1.0 / k)) * square;
        Vector<double> main = s * 2, small = main * series;
        return exponent * PortableMath.HighLn2 + (exponent * PortableMath.LowLn2 + small + main);
    }

    /// <summary><see cref="PortableMath.SinCosTurn"/> of each number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector<double> Sin, Vector<double> Cos) SinCosTurn(Vector<double> turns)
    {
        Vector<double> one = Vector<double>.One, quarter = Vector.Floor(turns * 4 + new Vector<double>(0.5));
        Vector<double> x = (turns - quarter * 0.25) * (2 * Math.PI), square = x * x, sin = Vector<double>.Zero, cos = sin;
        for (int k = PortableMath.LastCosTerm; k >= 2; k -= 2)
        {
            cos = (one - cos) * square / new Vector<double>(k * (k - 1.0));
            if (k < PortableMath.LastCosTerm)
                sin = (one - sin) * square / new Vector<double>(k * (k + 1.0));
        }
        (sin, cos) = (x * (one - sin), one - cos);
        Vector<long> is1 = Is(1), is2 = Is(2), is3 = Is(3), isOdd = is1 | is3;
        (sin, cos) = (Vector.ConditionalSelect(isOdd, cos, sin), Vector.ConditionalSelect(isOdd, sin, cos));
        return (Vector.ConditionalSelect(is2 | is3, -sin, sin), Vector.ConditionalSelect(is1 | is2, -cos, cos));

        Vector<long> Is(double which) => Vector.Equals(quarter, new Vector<double>(which));
    }
}
