using System.Security.Cryptography;
using System.Text;

namespace Syre.Onnx.Scanning;

/// <summary>The last metadata entry of a sealed model: the SHA-256 of all bytes before it.</summary>
internal static class GraphSeal
{
    /// <summary>The entry's key.</summary>
    public const string Key = "syre.sha256";

    private const byte MetadataField = 14 << 3 | 2, KeyField = 1 << 3 | 2, ValueField = 2 << 3 | 2;

    /// <summary>Bytes of the entry, with its field and length.</summary>
    public static int Size { get; } = Entry(new byte[SHA256.HashSizeInBytes]).Length;

    /// <summary>A model's bytes with the entry at their end.</summary>
    public static byte[] Append(ReadOnlySpan<byte> model) => [.. model, .. Entry(SHA256.HashData(model))];

    private static byte[] Entry(byte[] hash)
    {
        byte[] key = Encoding.ASCII.GetBytes(Key), value = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash));
        byte[] content = [KeyField, (byte)key.Length, .. key, ValueField, (byte)value.Length, .. value];
        return [MetadataField, (byte)content.Length, .. content];
    }
}
