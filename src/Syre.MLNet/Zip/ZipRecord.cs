using System.Buffers.Binary;

namespace Syre.MLNet.Zip;

/// <summary>What the directory and an entry's own header both tell of an entry.</summary>
/// <param name="Flags">General purpose bits.</param>
/// <param name="Method">0 as it is, 8 Deflate.</param>
/// <param name="Checksum">CRC-32.</param>
/// <param name="PackedLength">Bytes in the file.</param>
/// <param name="Length">Bytes held.</param>
/// <param name="Name">The name's bytes.</param>
internal readonly record struct ZipRecord(ushort Flags, ushort Method, uint Checksum, uint PackedLength, uint Length, byte[] Name)
{
    /// <summary>Size of an entry's own header before its name.</summary>
    public const int LocalSize = 30;

    /// <summary>Size of an entry of the directory before its name.</summary>
    public const int DirectorySize = 46;

    /// <summary>Bit 3: checksum and lengths follow the data.</summary>
    public bool HasDescriptor => (Flags & 8) != 0;

    /// <summary>Reads the part that both kinds of header have in common, which begins with the flags.</summary>
    /// <param name="common">The header from its flags on.</param>
    /// <param name="name">The name that follows the header.</param>
    public static ZipRecord Read(ReadOnlySpan<byte> common, ReadOnlySpan<byte> name) => new(
        BinaryPrimitives.ReadUInt16LittleEndian(common),
        BinaryPrimitives.ReadUInt16LittleEndian(common[2..]),
        BinaryPrimitives.ReadUInt32LittleEndian(common[8..]),
        BinaryPrimitives.ReadUInt32LittleEndian(common[12..]),
        BinaryPrimitives.ReadUInt32LittleEndian(common[16..]),
        name.ToArray());

    /// <summary>Whether an entry's own header says the same as this one of the directory.</summary>
    public bool Agrees(ZipRecord local) =>
        Flags == local.Flags && Method == local.Method && Name.AsSpan().SequenceEqual(local.Name) &&
        ((Checksum, PackedLength, Length) == (local.Checksum, local.PackedLength, local.Length) ||
         (HasDescriptor && (local.Checksum, local.PackedLength, local.Length) == (0, 0, 0)));
}
