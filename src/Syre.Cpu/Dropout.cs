using System.Runtime.Intrinsics;
using Syre.Cpu.Simd;

namespace Syre.Cpu;

/// <summary>
/// The dropout of a step: an element is set to 0 where the hash of its number is below a threshold, else multiplied by 1/(1 − rate).
/// Elements are numbered row after row, layer after layer.
/// </summary>
/// <param name="Key">The step's key.</param>
/// <param name="Threshold">The threshold; 0 for no dropout.</param>
/// <param name="Kept">What is left of an element that stays.</param>
public readonly record struct Dropout(uint Key, uint Threshold, float Kept)
{
    /// <summary>No dropout.</summary>
    public static Dropout None => new(0, 0, 1);

    /// <summary>The dropout of a step.</summary>
    /// <param name="key">A key that depends on the seed and the step.</param>
    /// <param name="rate">The share that is set to 0, in [0, 1).</param>
    public static Dropout Of(uint key, double rate) => new(key, (uint)Math.Round(rate * uint.MaxValue), (float)(1 / (1 - rate)));

    /// <summary>The factor of an element.</summary>
    /// <param name="number">Its number.</param>
    public float Factor(uint number) => DropoutHash.Of(number, Key) >= Threshold ? Kept : 0;

    /// <summary>Writes the factors of elements.</summary>
    /// <param name="factors">Where to.</param>
    /// <param name="first">Number of the first; it goes on at 0 after the largest.</param>
    public void Fill(Span<float> factors, uint first)
    {
        switch (CpuSupport.Widest)
        {
            case RegisterWidth.Bits512:
                Fill<Simd512, Vector512<float>>(factors, first);
                break;
            case RegisterWidth.Bits256:
                Fill<Simd256, Vector256<float>>(factors, first);
                break;
            default:
                Fill<Simd128, Vector128<float>>(factors, first);
                break;
        }
    }

    private unsafe void Fill<TS, TV>(Span<float> factors, uint first)
        where TS : struct, ISimd<TV>
        where TV : struct
    {
        TV kept = TS.Set(Kept);
        int i = 0;
        fixed (float* start = factors)
        {
            for (; i + TS.Count <= factors.Length; i += TS.Count)
                TS.Store(TS.Mask(first + (uint)i, Key, Threshold, kept), start + i);
        }
        for (; i < factors.Length; i++)
            factors[i] = Factor(first + (uint)i);
    }
}
