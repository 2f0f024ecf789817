using Syre.MLNet.Runtime;

namespace Syre.MLNet.Diagnostics.Columns;

/// <summary>Random numbers as pure functions of (seed, stream, counter): the same whichever slot or row comes first.</summary>
/// <param name="seed">The seed of the estimator.</param>
/// <param name="stream">What the numbers are for.</param>
internal readonly struct ColumnRandom(long seed, ColumnRandom.Stream stream)
{
    private readonly ulong _key = SeedSequence.Bits((ulong)seed, (ulong)stream);

    /// <summary>Independent uses.</summary>
    internal enum Stream
    {
        /// <summary>The test matrix Ω of the sketch; apart from the streams of a training.</summary>
        TestMatrix = 1000,

        /// <summary>The signs by which rows are joined to find twin slots.</summary>
        Signs,

        /// <summary>Which rows are held back.</summary>
        HeldBack,

        /// <summary>Which of those are kept.</summary>
        Sample,
    }

    /// <summary>64 random bits.</summary>
    public ulong Bits(ulong counter) => SeedSequence.Bits(_key, counter);

    /// <summary>In [0, 1).</summary>
    public double Uniform(ulong counter) => Unit(Bits(counter));

    /// <summary>Standard normal numbers (Box and Muller), those of one row of a matrix.</summary>
    public void FillNormal(int row, Span<double> destination)
    {
        ulong key = Bits((ulong)row);
        for (int i = 0; i < destination.Length; i += 2)
        {
            double radius = Math.Sqrt(-2 * Math.Log(1 - Unit(SeedSequence.Bits(key, (ulong)i))));
            (double sin, double cos) = Math.SinCos(2 * Math.PI * Unit(SeedSequence.Bits(key, (ulong)i + 1)));
            destination[i] = radius * cos;
            if (i + 1 < destination.Length)
                destination[i + 1] = radius * sin;
        }
    }

    private static double Unit(ulong bits) => (bits >> 11) * (1.0 / (1L << 53));
}
