using System.IO.Compression;

namespace Syre.MLNet.Tests.Persistence.Attacks;

/// <summary>Zeros as small as Deflate makes them.</summary>
internal static class Zeros
{
    /// <summary>So many megabytes, packed.</summary>
    public static byte[] Packed(int megabytes)
    {
        byte[] zeros = new byte[1 << 20];
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.SmallestSize))
        {
            for (int i = 0; i < megabytes; i++)
                deflate.Write(zeros);
        }
        return packed.ToArray();
    }
}
