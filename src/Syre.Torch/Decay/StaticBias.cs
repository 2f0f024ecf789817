using System.Text;

namespace Syre.Torch.Decay;

/// <summary>
/// The random numbers of one parameter: θ0 ~ N(0, σ0²) and ξ = D − 1 ~ U(−b, b), as pure functions of (seed, name, element index).
/// </summary>
/// <remarks>
/// The index runs over the whole tensor in row-major order, whatever its memory layout or device. Numbers are made in double precision
/// and rounded once. No state, no process-wide generator.
/// </remarks>
internal readonly struct StaticBias
{
    private const ulong NormalStream = 0, UniformStream = 1;
    private readonly ulong _key;

    public StaticBias(long seed, string name)
    {
        ulong hash = 0xCBF29CE484222325; // FNV-1a, 64 bits: string.GetHashCode differs between processes.
        foreach (byte b in Encoding.UTF8.GetBytes(name))
            hash = (hash ^ b) * 0x100000001B3;
        // Philox itself mixes seed and name; xor of the two would let one cancel the other.
        _key = Philox.Bits((ulong)seed, hash, (ulong)name.Length).Low;
    }

    /// <summary>Writes θ0 of the elements from <paramref name="start"/> on.</summary>
    public void FillNormal(Span<float> destination, long start, double sigma0)
    {
        int i = 0;
        if ((start & 1) != 0 && destination.Length > 0)
            destination[i++] = (float)(Normals(start >> 1).Second * sigma0);
        for (; i < destination.Length; i += 2)
        {
            (double first, double second) = Normals(start + i >> 1);
            destination[i] = (float)(first * sigma0);
            if (i + 1 < destination.Length)
                destination[i + 1] = (float)(second * sigma0);
        }
    }

    /// <summary>Writes ξ of the elements from <paramref name="start"/> on.</summary>
    public void FillUniform(Span<float> destination, long start, double halfWidth)
    {
        for (int i = 0; i < destination.Length; i++)
            destination[i] = (float)((2 * Unit(Philox.Bits(_key, (ulong)(start + i), UniformStream).Low) - 1) * halfWidth);
    }

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
