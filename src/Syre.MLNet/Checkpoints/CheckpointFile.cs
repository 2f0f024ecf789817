using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Syre.MLNet.Options;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Checkpoints;

/// <summary>
/// A checkpoint on the disk, whole or not there. Little-endian: magic "SYRECKPT"; int32 version; the header as a string of JSON; what the
/// parts of the training write, one after the other; the SHA-256 of all before.
/// </summary>
internal static class CheckpointFile
{
    private const int Version = 1;

    private static ReadOnlySpan<byte> Magic => "SYRECKPT"u8;

    /// <summary>Writes a file, or leaves the one before as it was.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be.</exception>
    public static void Write(string path, CheckpointHeader header, Action<BinaryWriter> write) => AtomicFile.Write(path, unfinished =>
    {
        using FileStream file = File.Create(unfinished);
        using var hash = SHA256.Create();
        using (var hashing = new CryptoStream(file, hash, CryptoStreamMode.Write, leaveOpen: true))
        using (var buffer = new BufferedStream(hashing, 1 << 16))
        using (var writer = new BinaryWriter(buffer))
        {
            writer.Write(Magic);
            writer.Write(Version);
            writer.Write(JsonSerializer.Serialize(header));
            write(writer);
        }
        file.Write(hash.Hash!);
    });

    /// <summary>Reads the header of a file that is whole; null for one that is cut short, damaged or none of ours.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be.</exception>
    public static CheckpointHeader? ReadHeader(string path)
    {
        using FileStream file = File.OpenRead(path);
        if (!IsWhole(file))
            return null;
        using BinaryReader reader = Begin(file, out CheckpointHeader header);
        return header;
    }

    /// <summary>Reads what the parts wrote into a file that is whole.</summary>
    /// <exception cref="InvalidDataException">A part is of another shape.</exception>
    public static void Read(string path, Action<BinaryReader> read)
    {
        using FileStream file = File.OpenRead(path);
        using BinaryReader reader = Begin(file, out _);
        read(reader);
        if (file.Position != file.Length - SHA256.HashSizeInBytes)
            throw new InvalidDataException($"The checkpoint '{path}' has {file.Length - file.Position} bytes that no part reads.");
    }

    private static BinaryReader Begin(FileStream file, out CheckpointHeader header)
    {
        file.Position = Magic.Length + sizeof(int);
        var reader = new BinaryReader(file, Encoding.UTF8);
        try
        {
            header = JsonSerializer.Deserialize<CheckpointHeader>(reader.ReadString(), OptionsJson.Settings)!;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The checkpoint '{file.Name}' is of no known layout: {e.Message}", e);
        }
        return reader;
    }

    private static bool IsWhole(FileStream file)
    {
        Span<byte> start = stackalloc byte[Magic.Length + sizeof(int)];
        long content = file.Length - SHA256.HashSizeInBytes;
        if (content < start.Length)
            return false;
        file.ReadExactly(start);
        if (!start.StartsWith(Magic) || BitConverter.ToInt32(start[Magic.Length..]) != Version)
            return false;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(start);
        byte[] buffer = new byte[1 << 16];
        for (long left = content - start.Length; left > 0;)
        {
            int read = file.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (read == 0)
                return false;
            hash.AppendData(buffer, 0, read);
            left -= read;
        }
        byte[] stored = new byte[SHA256.HashSizeInBytes];
        file.ReadExactly(stored);
        return hash.GetHashAndReset().AsSpan().SequenceEqual(stored);
    }
}
