using System.Buffers.Binary;
using System.Text;

namespace Syre.MLNet.Zip;

/// <summary>
/// Reads what a zip says of its entries, and refuses what two readers could take differently: entries that overlap or leave gaps, headers
/// that disagree,
/// names given twice or that lead out of a folder, encryption, other methods than Deflate, and the 64-bit form that files below 4 GB do not
/// need.
/// </summary>
internal sealed class ZipDirectory
{
    private const int EndSize = 22;
    private const ushort AllowedFlags = 0x080E; // Deflate's level (bits 1, 2), lengths after the data (3), names in UTF-8 (11).
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly Stream _file;
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private long _next;

    private ZipDirectory(Stream file) => _file = file;

    /// <summary>The entries in the order of the directory, which is that of their data.</summary>
    /// <param name="file">The whole file; it can seek.</param>
    /// <exception cref="InvalidDataException">It is no zip, or one that is refused.</exception>
    public static IReadOnlyList<ZipItem> Read(Stream file) => new ZipDirectory(file).Read();

    private List<ZipItem> Read()
    {
        long length = _file.Length;
        Require(length >= EndSize, $"it has {length} bytes, fewer than the smallest zip");
        ReadOnlySpan<byte> end = ReadAt(length - EndSize, EndSize);
        Require(U32(end, 0) == 0x06054B50,
            "its last 22 bytes are not the end of a zip's directory; it is cut off, something was appended, or it is no zip");
        int count = U16(end, 10);
        long size = U32(end, 12), start = U32(end, 16);
        Require(U32(end, 4) == 0 && U16(end, 8) == count, "it is one part of several");
        Require(U16(end, 20) == 0, "its end announces a comment that is not there");
        Require(count != ushort.MaxValue && size != uint.MaxValue
            && start != uint.MaxValue, "it has 64-bit records, which files below 4 GB do not need");
        Require(start + size == length - EndSize, $"its directory of {size} bytes from {start} does not end where the end record begins");
        Require(size >= (long)count * ZipRecord.DirectorySize, $"its directory of {size} bytes cannot hold {count} entries");
        var items = new List<ZipItem>(count);
        long at = start;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> header = ReadAt(at, ZipRecord.DirectorySize);
            Require(U32(header, 0) == 0x02014B50, $"entry {i} of its directory is damaged");
            int names = U16(header, 28), others = U16(header, 30) + U16(header, 32);
            (long offset, bool firstPart) = (U32(header, 42), U16(header, 34) == 0);
            Require(at + ZipRecord.DirectorySize + names + others <= start + size, $"entry {i} reaches beyond its directory");
            var record = ZipRecord.Read(header[8..], ReadAt(at + ZipRecord.DirectorySize, names));
            at += ZipRecord.DirectorySize + names + others;
            items.Add(Item(record, offset, firstPart, start));
        }
        Require(at == start + size, $"its directory has {start + size - at} bytes more than its {count} entries");
        Require(_next == start, $"{start - _next} bytes before its directory belong to no entry");
        return items;
    }

    private ZipItem Item(ZipRecord record, long offset, bool firstPart, long limit)
    {
        string name = Name(record.Name);
        Require(firstPart, $"entry '{name}' is in another part");
        Require((record.Flags & 1) == 0, $"entry '{name}' is encrypted");
        Require((record.Flags & ~AllowedFlags) == 0, $"entry '{name}' has the flags 0x{record.Flags:x4}, which are not read here");
        Require(record.Method is 0 or 8, $"entry '{name}' is packed by method {record.Method}; expected 0 (as it is) or 8 (Deflate)");
        Require(record.Method == 8 || record.Length == record.PackedLength,
            $"entry '{name}' is not packed, but has {record.PackedLength} bytes for {record.Length}");
        Require(record.Length != uint.MaxValue
            && record.PackedLength != uint.MaxValue, $"entry '{name}' has 64-bit lengths, which no model needs");
        Require(offset == _next, offset < _next
            ? $"entry '{name}' overlaps the one before it"
            : $"{offset - _next} bytes before entry '{name}' belong to no entry");
        Require(offset + ZipRecord.LocalSize <= limit, $"entry '{name}' reaches beyond the entries");
        ReadOnlySpan<byte> header = ReadAt(offset, ZipRecord.LocalSize);
        int names = U16(header, 26), others = U16(header, 28);
        long start = offset + ZipRecord.LocalSize + names + others;
        Require(U32(header, 0) == 0x04034B50, $"entry '{name}' has no header of its own");
        Require(start + record.PackedLength <= limit, $"entry '{name}' reaches beyond the entries");
        Require(record.Agrees(ZipRecord.Read(header[6..], ReadAt(offset + ZipRecord.LocalSize, names))),
            $"entry '{name}' has a header that disagrees with the directory");
        _next = start + record.PackedLength + (record.HasDescriptor ? DescriptorSize(record, start, limit, name) : 0);
        return new ZipItem(name, record.Method == 8, record.Checksum, record.PackedLength, record.Length, start);
    }

    /// <summary>The size of what follows the data: checksum and lengths, with a signature or without.</summary>
    private int DescriptorSize(ZipRecord record, long start, long limit, string name)
    {
        int available = (int)Math.Min(16, limit - start - record.PackedLength);
        Require(available >= 12, $"entry '{name}' reaches beyond the entries");
        ReadOnlySpan<byte> found = ReadAt(start + record.PackedLength, available);
        int signature = available == 16 && U32(found, 0) == 0x08074B50 ? 4 : 0;
        Require((U32(found, signature), U32(found, signature + 4), U32(found, signature + 8)) == (record.Checksum,
            record.PackedLength, record.Length),
            $"what follows entry '{name}' disagrees with the directory");
        return signature + 12;
    }

    private string Name(byte[] bytes)
    {
        string name;
        try
        {
            // ML.NET on Windows has written names with backslashes, which it reads everywhere.
            name = s_strict.GetString(bytes).Replace('\\', '/');
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidDataException("it has an entry whose name is not UTF-8");
        }
        string[] parts = (name.EndsWith('/') ? name[..^1] : name).Split('/');
        Require(!name.Any(character => char.IsControl(character) || character == ':') && parts.All(part => part is not ("" or "." or "..")),
            $"it has an entry of the name '{Printable(name)}', which leads out of a folder or is no name of a file");
        Require(_names.Add(name), $"entry '{name}' is there twice");
        return name;
    }

    private static string Printable(string name) =>
        string.Concat(name.Take(100).Select(character => char.IsControl(character) ? '?' : character));

    private byte[] ReadAt(long position, int count)
    {
        byte[] bytes = new byte[count];
        _file.Position = position;
        _file.ReadExactly(bytes);
        return bytes;
    }

    private static ushort U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static void Require(bool condition, string fault)
    {
        if (!condition)
            throw new InvalidDataException(fault);
    }
}
