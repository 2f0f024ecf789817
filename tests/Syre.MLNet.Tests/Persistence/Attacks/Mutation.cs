using System.Text.Json.Nodes;

namespace Syre.MLNet.Tests.Persistence.Attacks;

/// <summary>Changes a model file at random: its bytes as they are, or what is packed in it, packed again with right checksums.</summary>
internal static class Mutation
{
    /// <summary>A changed file.</summary>
    /// <param name="sound">The sound file, taken apart.</param>
    /// <param name="random">Decides what is changed and where.</param>
    public static (string Kind, byte[] Bytes) Make(SoundModel sound, Random random) => random.Next(9) switch
    {
        0 => ("bit", Flip(sound.File, random, 1)),
        1 => ("bits", Flip(sound.File, random, 1 + random.Next(20))),
        2 => ("cut off", sound.File[..random.Next(sound.File.Length)]),
        3 => ("length", Overwrite(sound.File, random)),
        4 => ("splice", Splice(sound.File, random)),
        5 => ("entry's bits", Repacked(sound, random, part => part.With(Flip(part.Content, random, 1 + random.Next(3))))),
        6 => ("entry's length",
            Repacked(sound, random, part => part.Content.Length < 8 ? part : part.With(Overwrite(part.Content, random)))),
        7 => ("swapped entries", Swapped(sound, random)),
        _ => ("JSON", Json(sound, random)),
    };

    private static byte[] Flip(byte[] bytes, Random random, int times)
    {
        byte[] changed = [.. bytes];
        for (int i = 0; i < times && changed.Length > 0; i++)
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
        return changed;
    }

    /// <summary>A number of four bytes that is likely to be a length: very small, very large, or nearly right.</summary>
    private static byte[] Overwrite(byte[] bytes, Random random)
    {
        byte[] changed = [.. bytes];
        int at = random.Next(bytes.Length - sizeof(int));
        int before = BitConverter.ToInt32(bytes, at);
        int[] candidates = [0, 1, -1, int.MaxValue, int.MinValue, before + 1, before - 1, random.Next()];
        BitConverter.TryWriteBytes(changed.AsSpan(at), candidates[random.Next(candidates.Length)]);
        return changed;
    }

    private static byte[] Splice(byte[] bytes, Random random)
    {
        int from = random.Next(bytes.Length), to = random.Next(bytes.Length), length = random.Next(1, 64);
        byte[] part = bytes[from..Math.Min(bytes.Length, from + length)];
        return random.Next(2) == 0
            ? [.. bytes[..to], .. part, .. bytes[to..]]
            : [.. bytes[..Math.Min(from, to)], .. bytes[Math.Min(bytes.Length, Math.Min(from, to) + length)..]];
    }

    private static byte[] Repacked(SoundModel sound, Random random, Func<ZipPart, ZipPart> change)
    {
        List<ZipPart> parts = ZipFileWriter.Read(sound.File);
        int at = random.Next(parts.Count);
        parts[at] = change(parts[at]);
        return ZipFileWriter.Write(parts);
    }

    private static byte[] Swapped(SoundModel sound, Random random)
    {
        List<ZipPart> parts = ZipFileWriter.Read(sound.File);
        int a = random.Next(parts.Count), b = random.Next(parts.Count);
        (parts[a], parts[b]) = (parts[a].With(parts[b].Content), parts[b].With(parts[a].Content));
        return ZipFileWriter.Write(parts);
    }

    /// <summary>What a file of before seals says of its network, changed in one place; the hashes of the entries are gone.</summary>
    private static byte[] Json(SoundModel sound, Random random)
    {
        Action<JsonNode> change = root =>
        {
            JsonNode[] leaves = [.. Leaves(root)];
            JsonNode leaf = leaves[random.Next(leaves.Length)];
            JsonNode?[] values = [null, 0, -1, 1e300, "NaN", "", true, new JsonArray(), new JsonObject(), int.MaxValue];
            leaf.ReplaceWith(values[random.Next(values.Length)]);
        };
        return random.Next(2) == 0 ? sound.WithDetails(change) : sound.WithReport(change);
    }

    private static IEnumerable<JsonNode> Leaves(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(member => Leaves(member.Value)),
        JsonArray array => array.SelectMany(Leaves),
        null => [],
        _ => [node],
    };
}
