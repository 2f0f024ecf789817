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
    public void FillNormal(Span<float> destination, long start, double deviation)
    {
        int i = 0;
        if ((start & 1) != 0 && destination.Length > 0)
            destination[i++] = (float)(Normals(start >> 1).Second * deviation);
        for (; i < destination.Length; i += 2)
        {
            (double first, double second) = Normals(start + i >> 1);
            destination[i] = (float)(first * deviation);
            if (i + 1 < destination.Length)
                destination[i + 1] = (float)(second * deviation);
        }
    }

    /// <summary>Writes numbers that are uniform in [−<paramref name="halfWidth"/>, <paramref name="halfWidth"/>].</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="start">The index of the first element, 0 or above.</param>
    /// <param name="halfWidth">Their largest size.</param>
    public void FillUniform(Span<float> destination, long start, double halfWidth)
    {
        for (int i = 0; i < destination.Length; i++)
            destination[i] = (float)((2 * Uniform(start + i) - 1) * halfWidth);
    }

    /// <summary>The number of an element that is uniform in [0, 1), from 53 bits.</summary>
    /// <param name="index">The element, 0 or above.</param>
    public double Uniform(long index) => Unit(Philox.Bits(_key, (ulong)index, UniformStream).Low);

    /// <summary>Two independent standard normal numbers (Box and Muller).</summary>
    private (double First, double Second) Normals(long pair)
    {
        (ulong low, ulong high) = Philox.Bits(_key, (ulong)pair, NormalStream);
        double radius = Math.Sqrt(-2 * PortableMath.Log(1 - Unit(low)));
        (double sin, double cos) = PortableMath.SinCosTurn(Unit(high));
        return (radius * cos, radius * sin);
    }

    /// <summary>In [0, 1), from the upper 53 bits.</summary>
    private static double Unit(ulong bits) => (bits >> 11) * (1.0 / (1L << 53));
}
