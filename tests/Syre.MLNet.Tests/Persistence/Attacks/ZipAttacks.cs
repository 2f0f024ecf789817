using System.Text;

namespace Syre.MLNet.Tests.Persistence.Attacks;

/// <summary>Zips that are damaged, lie, or unpack to more than there is any use for.</summary>
internal static class ZipAttacks
{
    private const string Version = "TrainingInfo/Version.txt";

    public static IEnumerable<Attack> All(SoundModel sound)
    {
        byte[] file = sound.File;
        yield return new("empty", "it is empty", []);
        yield return new("text", "it is cut off, something was appended, or it is no zip",
            Encoding.UTF8.GetBytes("This is a text and no model at all."));
        yield return new("short", "fewer than the smallest zip", [1, 2, 3]);
        yield return new("cut-off", "it is cut off", file[..^7]);
        yield return new("half", "it is cut off", file[..(file.Length / 2)]);
        yield return new("garbage-after", "something was appended", [.. file, 1, 2, 3]);
        yield return new("garbage-before", "does not end where the end record begins", [1, 2, 3, .. file]);
        yield return new("comment", "announces a comment", Edit(file, file.Length - 2, 5));
        yield return new("parts", "one part of several", Edit(file, file.Length - 18, 1));
        yield return new("count-too-large", "cannot hold", Edit(file, file.Length - 11, 0x7F, file.Length - 13, 0x7F));
        yield return new("count-too-small", "more than its", Edit(file, file.Length - 12, 1, file.Length - 14, 1));
        yield return new("zip64", "64-bit records", Edit(file, [.. Enumerable.Range(file.Length - 10, 8).Select(at => (at, (byte)0xFF))]));
        yield return new("bit-flipped", "its checksum is", FlipStored(sound));
        yield return new(
            "not-deflate", "cannot be unpacked", Part(part => part with { Packed = [.. part.Packed.Select(_ => (byte)0xFF)] }));
        yield return new("checksum", "its checksum is", Part(part => part with { Checksum = part.Checksum + 1 }));
        yield return new("length-too-small", "it holds more than the 5 bytes", Part(part => part with { Length = 5 }));
        yield return new("length-too-large", "it ends after", Part(part => part with { Length = part.Length + 5 }));
        yield return new("length-64-bit", "64-bit lengths", Part(part => part with { Length = uint.MaxValue }));
        yield return new("stored-length", "is not packed, but has",
            Part(part => part with { Method = 0, Packed = part.Content, Length = part.Length + 5 }));
        yield return new("local-length", "disagrees with the directory", Part(part => part with { LocalLength = part.Length + 5 }));
        yield return new(
            "local-name", "disagrees with the directory", Part(part => part with { LocalName = part.Name.ToUpperInvariant() }));
        yield return new("encrypted", "is encrypted", Part(part => part with { Flags = 1 }));
        yield return new("strong-encryption", "has the flags 0x0040", Part(part => part with { Flags = 0x40 }));
        yield return new("method", "is packed by method 99", Part(part => part with { Method = 99 }));
        yield return new("gap", "belong to no entry", Part(part => part with { Before = [1, 2, 3] }));
        yield return new("overlap", "overlaps the one before", ZipFileWriter.Write([.. sound.Parts, new ZipPart("x", []) { Shift = -50 }]));
        yield return new("twice", "is there twice", ZipFileWriter.Write([.. sound.Parts, sound.Parts[0]]));
        yield return new(
            "twice-by-case", "is there twice", ZipFileWriter.Write([.. sound.Parts, new ZipPart(Version.ToLowerInvariant(), [])]));
        foreach ((string name, string entry) in new[]
                 {
                     ("parent", "../evil.txt"), ("absolute", "/etc/evil.txt"), ("backslash", "..\\evil.txt"), ("drive", "C:\\evil.txt"),
                     ("inside", "a/../../evil.txt"),
                     ("control", "a\u0001"), ("nameless", ""),
                 })
        {
            yield return new(
                $"name-{name}", "leads out of a folder or is no name", ZipFileWriter.Write([.. sound.Parts, new ZipPart(entry, [1])]));
        }
        yield return new("name-latin1", "not UTF-8", ZipFileWriter.Write([.. sound.Parts, new ZipPart("caf\u00e9", [1])]));
        // As small as Deflate makes 200 MB; the second says that it holds five bytes.
        byte[] bomb = Zeros.Packed(megabytes: 200);
        yield return new("bomb", "more than the", Part(part => part with { Packed = bomb, Length = 200u << 20 }));
        yield return new("bomb-that-lies", "it holds more than the 5 bytes", Part(part => part with { Packed = bomb, Length = 5 }));
        yield return new("many-bombs", "more than the", ZipFileWriter.Write(
            [.. sound.Parts, .. Enumerable.Range(0, 60)
                .Select(i => new ZipPart($"zeros{i}", []) { Packed = Zeros.Packed(megabytes: 1), Length = 1 << 20 })]));

        byte[] Part(Func<ZipPart, ZipPart> change) => sound.WithPart(Version, change);
    }

    private static byte[] FlipStored(SoundModel sound)
    {
        ZipPart graph = sound.Graph;
        byte[] flipped = [.. graph.Content];
        flipped[flipped.Length / 2] ^= 1;
        return sound.WithPart(graph.Name, part => part with { Packed = part.With(flipped).Packed });
    }

    private static byte[] Edit(byte[] file, int at, byte value) => Edit(file, [(at, value)]);

    private static byte[] Edit(byte[] file, int at, byte value, int at2, byte value2) => Edit(file, [(at, value), (at2, value2)]);

    private static byte[] Edit(byte[] file, IEnumerable<(int At, byte Value)> edits)
    {
        byte[] edited = [.. file];
        foreach ((int at, byte value) in edits)
            edited[at] = value;
        return edited;
    }
}
