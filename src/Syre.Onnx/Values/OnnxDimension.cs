namespace Syre.Onnx;

/// <summary>One dimension of a graph's input or output: a fixed size, or a name for a size known only when the graph runs.</summary>
/// <remarks>Converts implicitly from a number and from a string, so a shape reads <c>"batch", 32</c>.</remarks>
public readonly record struct OnnxDimension
{
    private OnnxDimension(long? size, string? symbol) => (Size, Symbol) = (size, symbol);

    /// <summary>The size, at least 0; null if the dimension is symbolic or unknown.</summary>
    public long? Size { get; }

    /// <summary>The symbol's name; null if the size is fixed, and also if a file of another writer leaves the dimension unknown.</summary>
    public string? Symbol { get; }

    /// <summary>A dimension of a fixed size.</summary>
    /// <param name="size">At least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is negative.</exception>
    public static implicit operator OnnxDimension(long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        return new(size, null);
    }

    /// <summary>A dimension whose size is known only when the graph runs.</summary>
    /// <param name="symbol">Its name, not empty; dimensions of one name have one size.</param>
    /// <exception cref="ArgumentException"><paramref name="symbol"/> is empty.</exception>
    public static implicit operator OnnxDimension(string symbol)
    {
        ArgumentException.ThrowIfNullOrEmpty(symbol);
        return new(null, symbol);
    }

    /// <summary>The size, the symbol, or <c>?</c>.</summary>
    public override string ToString() => Size?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? Symbol ?? "?";
}
