using System.IO.Compression;
using System.Text;

namespace Syre.MLNet.Tests.Persistence.Attacks;

/// <summary>Takes a zip apart and puts parts together as they are said to be, true or not.</summary>
internal static class ZipFileWriter
{
    public static List<ZipPart> Read(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        return [.. archive.Entries.Select(entry =>
        {
            using var content = new MemoryStream();
            using Stream stream = entry.Open();
            stream.CopyTo(content);
            return new ZipPart(entry.FullName, content.ToArray());
        })];
    }

    public static byte[] Write(IEnumerable<ZipPart> parts)
    {
        using var file = new MemoryStream();
        using var directory = new MemoryStream();
        using var writer = new BinaryWriter(file, Encoding.UTF8, leaveOpen: true);
        using var entries = new BinaryWriter(directory, Encoding.UTF8, leaveOpen: true);
        ushort count = 0;
        foreach (ZipPart part in parts)
        {
            count++;
            writer.Write(part.Before);
            uint offset = (uint)(file.Position + part.Shift);
            byte[] name = Encoding.Latin1.GetBytes(part.Name), localName = Encoding.Latin1.GetBytes(part.LocalName);
            writer.Write(0x04034B50);
            WriteCommon(writer, part, part.LocalLength ?? part.Length, localName);
            writer.Write((ushort)0);
            writer.Write(localName);
            writer.Write(part.Packed);
            entries.Write(0x02014B50);
            entries.Write((ushort)20);
            WriteCommon(entries, part, part.Length, name);
            entries.Write(new byte[12]);
            entries.Write(offset);
            entries.Write(name);
        }
        uint start = (uint)file.Position;
        directory.WriteTo(file);
        writer.Write(0x06054B50);
        writer.Write(0);
        writer.Write(count);
        writer.Write(count);
        writer.Write((uint)directory.Length);
        writer.Write(start);
        writer.Write((ushort)0);
        return file.ToArray();
    }

    private static void WriteCommon(BinaryWriter writer, ZipPart part, uint length, byte[] name)
    {
        writer.Write((ushort)20);
        writer.Write(part.Flags);
        writer.Write(part.Method);
        writer.Write(0x5A210000);
        writer.Write(part.Checksum);
        writer.Write((uint)part.Packed.Length);
        writer.Write(length);
        writer.Write((ushort)name.Length);
    }
}
