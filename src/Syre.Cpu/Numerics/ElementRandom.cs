using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using Syre.Cpu.Numerics;

namespace Syre.Cpu;

/// <summary>
/// The random numbers of one tensor's elements, normal and uniform ones, as pure functions of (seed, name, element index): θ0 and ξ of
/// a parameter, or its first weights.
/// </summary>
/// <remarks>
/// The index runs over the whole tensor in row-major order, whatever its memory layout or device. Numbers are made in double precision by
/// portable operations and rounded once. No state, no process-wide generator.
/// </remarks>
public readonly struct ElementRandom
{
    /// <summary>Pairs of normal numbers made together: a multiple of all widths of registers.</summary>
    private const int PairsAtOnce = 32;

    private const ulong NormalStream = 0, UniformStream = 1;
    private readonly ulong _key;

    /// <summary>The numbers of a seed and a name.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="name">The tensor's name, any text.</param>
    public ElementRandom(long seed, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        ulong hash = 0xCBF29CE484222325; // FNV-1a, 64 bits: string.GetHashCode differs between processes.
        foreach (byte b in Encoding.UTF8.GetBytes(name))
            hash = (hash ^ b) * 0x100000001B3;
        // Philox itself mixes seed and name; xor of the two would let one cancel the other.
        _key = Philox.Bits((ulong)seed, hash, (ulong)name.Length).Low;
    }

    /// <summary>Writes normal numbers of mean 0.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="start">The index of the first element, 0 or above.</param>
    /// <param name="deviation">Their standard deviation.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void FillNormal(Span<float> destination, long start, double deviation)
    {
        Span<double> firsts = stackalloc double[PairsAtOnce], seconds = stackalloc double[PairsAtOnce];
        int skipped = (int)(start & 1);
        for (long pair = start >> 1; destination.Length > 0; pair += PairsAtOnce, skipped = 0)
        {
            int count = Math.Min(2 * PairsAtOnce - skipped, destination.Length);
            FillPairs(pair, (skipped + count + 1) / 2, firsts, seconds);
            for (int i = 0; i < count; i++)
            {
                int at = i + skipped;
                destination[i] = (float)(((at & 1) == 0 ? firsts : seconds)[at >> 1] * deviation);
            }
            destination = destination[count..];
        }
    }

    /// <summary>Writes numbers that are uniform in [−<paramref name="halfWidth"/>, <paramref name="halfWidth"/>].</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="start">The index of the first element, 0 or above.</param>
    /// <param name="halfWidth">Their largest size.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void FillUniform(Span<float> destination, long start, double halfWidth)
    {
        for (int i = 0; i < destination.Length; i++)
            destination[i] = (float)((2 * Uniform(start + i) - 1) * halfWidth);
    }

    /// <summary>The number of an element that is uniform in [0, 1), from 53 bits.</summary>
    /// <param name="index">The element, 0 or above.</param>
    public double Uniform(long index) => Unit(Philox.Bits(_key, (ulong)index, UniformStream).Low);

    /// <summary>
    /// Two independent standard normal numbers for each of some pairs (Box and Muller); both spans are written up to a whole register.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillPairs(long pair, int count, Span<double> firsts, Span<double> seconds)
    {
        for (int i = 0; i < count; i++)
        {
            (ulong low, ulong high) = Philox.Bits(_key, (ulong)(pair + i), NormalStream);
            (firsts[i], seconds[i]) = (Unit(low), Unit(high));
        }
        for (int i = 0; i < count; i += Vector<double>.Count)
        {
            Vector<double> radius = Vector.SquareRoot(
                PortableVectors.Log(Vector<double>.One - new Vector<double>(firsts[i..])) * -2);
            (Vector<double> sin, Vector<double> cos) = PortableVectors.SinCosTurn(new Vector<double>(seconds[i..]));
            (radius * cos).CopyTo(firsts[i..]);
            (radius * sin).CopyTo(seconds[i..]);
        }
    }

    /// <summary>In [0, 1), from the upper 53 bits.</summary>
    private static double Unit(ulong bits) => (bits >> 11) * (1.0 / (1L << 53));
}
