using System.Text.Json;
using System.Text.Json.Serialization;

namespace Syre.Torch.Diagnostics.Report;

/// <summary>Writes a similarity as base64; the square is symmetric, so half of it is enough.</summary>
internal sealed class SimilarityConverter : JsonConverter<UnitSimilarity>
{
    /// <inheritdoc/>
    public override UnitSimilarity Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Packed packed = JsonSerializer.Deserialize<Packed>(ref reader, options) ?? throw new JsonException("A similarity is null.");
        int side = packed.Units?.Count ?? throw new JsonException("A similarity without units.");
        byte[] values = packed.Values ?? Unfold(packed.Triangle ?? throw new JsonException("A similarity without values."), side);
        return values.Length == (long)side * side
            ? new UnitSimilarity { Units = packed.Units, Values = values }
            : throw new JsonException($"A similarity of {side} units has {values.Length} values.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, UnitSimilarity value, JsonSerializerOptions options)
    {
        byte[] triangle = Fold(value.Values, value.Units.Count);
        bool symmetric = Unfold(triangle, value.Units.Count).AsSpan().SequenceEqual(value.Values);
        JsonSerializer.Serialize(writer, new Packed(value.Units, symmetric ? triangle : null, symmetric ? null : value.Values), options);
    }

    private static byte[] Fold(byte[] square, int side) =>
        [.. Enumerable.Range(0, side).SelectMany(row => square.Skip(row * side).Take(row + 1))];

    private static byte[] Unfold(byte[] triangle, int side)
    {
        if (triangle.Length != (long)side * (side + 1) / 2)
            throw new JsonException($"Half a similarity of {side} units has {triangle.Length} values.");
        byte[] square = new byte[side * side];
        int at = 0;
        for (int row = 0; row < side; row++)
        {
            for (int column = 0; column <= row; column++)
                square[row * side + column] = square[column * side + row] = triangle[at++];
        }
        return square;
    }

    private sealed record Packed(IReadOnlyList<int>? Units, byte[]? Triangle, byte[]? Values);
}
