using System.IO.Compression;
using Syre.MLNet.Zip;

namespace Syre.MLNet.Tests.Persistence.Attacks;

/// <summary>An entry of a zip to be written, each of whose statements can be made a lie.</summary>
internal sealed record ZipPart(string Name, byte[] Content)
{
    /// <summary>What lies in the file.</summary>
    public byte[] Packed { get; init; } = Pack(Content);

    public ushort Method { get; init; } = 8;

    public ushort Flags { get; init; }

    public uint Checksum { get; init; } = Crc32.Append(0, Content);

    public uint Length { get; init; } = (uint)Content.Length;

    /// <summary>The name in the entry's own header.</summary>
    public string LocalName { get; init; } = Name;

    /// <summary>The length in the entry's own header.</summary>
    public uint? LocalLength { get; init; }

    /// <summary>Bytes put before the entry's own header.</summary>
    public byte[] Before { get; init; } = [];

    /// <summary>Moves what the directory tells of the entry's place.</summary>
    public int Shift { get; init; }

    /// <summary>The same with other content.</summary>
    public ZipPart With(byte[] content) => new(Name, content);

    private static byte[] Pack(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.SmallestSize))
            deflate.Write(content);
        return packed.ToArray();
    }
}
