using System.Runtime.Intrinsics;
using Syre.Cpu.Activations;
using Syre.Cpu.Simd;

namespace Syre.Cpu.Tests.Numerics;

/// <summary>Functions of a register over many numbers.</summary>
internal static unsafe class Pointwise
{
    /// <summary>Widths that are to be tested: all, since a machine without one computes it by halves.</summary>
    public static RegisterWidth[] Widths { get; } = Enum.GetValues<RegisterWidth>();

    /// <summary>Numbers of every size and sign: 0, denormals, all exponents, ∞, and what lies around 1.</summary>
    public static float[] AllRanges { get; } =
    [
        .. Every(65_521, 0, uint.MaxValue), .. Every(9973, Bits(0.01f), Bits(100)), .. Every(9973, Bits(-0.01f), Bits(-100)),
        0, -0f, float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity,
    ];

    /// <summary>Both results of a function at each number.</summary>
    public static (float[] First, float[] Second) Run<TFunction>(RegisterWidth width, float[] numbers)
        where TFunction : IActivation => width switch
        {
            RegisterWidth.Bits512 => Run<TFunction, Simd512, Vector512<float>>(numbers),
            RegisterWidth.Bits256 => Run<TFunction, Simd256, Vector256<float>>(numbers),
            _ => Run<TFunction, Simd128, Vector128<float>>(numbers),
        };

    /// <summary>Largest error of results in units in the last place of what is expected, and where; a small error counts as none.</summary>
    /// <param name="numbers">Where.</param>
    /// <param name="results">The results.</param>
    /// <param name="expected">What is expected.</param>
    /// <param name="tail">What counts as no error, by x.</param>
    public static (double Units, float At) WorstUnits(
        float[] numbers, float[] results, Func<double, double> expected, Func<double, double> tail) => numbers
        .Select((x, i) => (Units: Units(results[i], expected(x), tail(x)), At: x))
        .MaxBy(error => double.IsNaN(error.Units) ? double.PositiveInfinity : error.Units);

    private static (float[], float[]) Run<TFunction, TS, TV>(float[] numbers)
        where TFunction : IActivation
        where TS : struct, ISimd<TV>
        where TV : struct
    {
        float[] input = [.. numbers, .. new float[16]], first = new float[input.Length], second = new float[input.Length];
        fixed (float* x = input, f = first, g = second)
        {
            for (int i = 0; i < numbers.Length; i += TS.Count)
            {
                TFunction.Apply<TS, TV>(TS.Load(x + i), out TV one, out TV other);
                TS.Store(one, f + i);
                TS.Store(other, g + i);
            }
        }
        return (first[..numbers.Length], second[..numbers.Length]);
    }

    private static double Units(float result, double expected, double tail)
    {
        if (result == (float)expected)
            return 0;
        double unit = Math.Max(Math.ScaleB(1, Math.ILogB(expected) - 23), float.Epsilon);
        return Math.Max(0, Math.Abs(result - expected) - tail) / unit;
    }

    private static IEnumerable<float> Every(uint step, uint from, uint to)
    {
        for (ulong bits = from; bits <= to; bits += step)
        {
            float x = BitConverter.UInt32BitsToSingle((uint)bits);
            if (!float.IsNaN(x))
                yield return x;
        }
    }

    private static uint Bits(float x) => BitConverter.SingleToUInt32Bits(x);
}
