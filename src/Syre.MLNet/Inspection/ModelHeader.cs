using System.Buffers.Binary;
using System.Text;

namespace Syre.MLNet.Inspection;

/// <summary>
/// The header of 256 bytes that begins each part of a model that ML.NET writes: it names the part's loader and the loader's assembly.
/// </summary>
internal static class ModelHeader
{
    private const int Size = 256, LoaderAt = 80, LoaderLength = 24, AssemblyAt = 144, AssemblyLengthAt = 152, LongestAssembly = 4096;

    /// <summary>Reads loader and assembly; null for an entry that does not begin with such a header.</summary>
    /// <param name="stream">What the entry holds.</param>
    /// <param name="entry">Name of the entry.</param>
    public static InspectedPart? Read(Stream stream, string entry)
    {
        byte[] header = new byte[Size];
        if (stream.ReadAtLeast(header, Size, throwOnEndOfStream: false) < Size || !header.AsSpan().StartsWith("ML\0MODEL"u8))
            return null;
        string loader = Encoding.ASCII.GetString(header, LoaderAt, LoaderLength).TrimEnd('\0');
        long start = BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(AssemblyAt));
        long length = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(AssemblyLengthAt));
        return new InspectedPart(
            entry, Printable(loader), Assembly(stream, start - Size, length) is { } name ? Printable(name) : "not named");
    }

    private static string? Assembly(Stream stream, long skipped, long length)
    {
        if (skipped < 0 || length is 0 or > LongestAssembly || length % sizeof(char) != 0)
            return null;
        byte[] buffer = new byte[LongestAssembly];
        while (skipped > 0)
        {
            int read = stream.Read(buffer.AsSpan(0, (int)Math.Min(skipped, buffer.Length)));
            if (read == 0)
                return null;
            skipped -= read;
        }
        return stream.ReadAtLeast(buffer.AsSpan(0, (int)length), (int)length, throwOnEndOfStream: false) == length
            ? Encoding.Unicode.GetString(buffer, 0, (int)length)
            : null;
    }

    private static string Printable(string text) => string.Concat(text.Select(character => char.IsControl(character) ? '?' : character));
}
