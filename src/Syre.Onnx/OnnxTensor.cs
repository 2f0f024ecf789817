namespace Syre.Onnx;

/// <summary>A constant tensor of a graph, row-major. This library makes and reads tensors of <see cref="float"/> and <see cref="long"/>;
/// of others, which files of other writers may have, it knows type and dimensions only.</summary>
public sealed class OnnxTensor
{
    private readonly long[] _dims;
    private readonly ReadOnlyMemory<float> _floats;
    private readonly ReadOnlyMemory<long> _int64s;

    private OnnxTensor(OnnxElementType elementType, long[] dims, ReadOnlyMemory<float> floats, ReadOnlyMemory<long> int64s) =>
        (ElementType, _dims, _floats, _int64s) = (elementType, dims, floats, int64s);

    /// <summary>Type of the elements.</summary>
    public OnnxElementType ElementType { get; }

    /// <summary>The sizes, outermost first; empty for a scalar.</summary>
    public IReadOnlyList<long> Dims => _dims;

    /// <summary>The elements, row-major.</summary>
    /// <exception cref="InvalidOperationException"><see cref="ElementType"/> is not <see cref="OnnxElementType.Float"/>.</exception>
    public ReadOnlyMemory<float> Floats => ElementType == OnnxElementType.Float ? _floats : throw WrongType(OnnxElementType.Float);

    /// <summary>The elements, row-major.</summary>
    /// <exception cref="InvalidOperationException"><see cref="ElementType"/> is not <see cref="OnnxElementType.Int64"/>.</exception>
    public ReadOnlyMemory<long> Int64s => ElementType == OnnxElementType.Int64 ? _int64s : throw WrongType(OnnxElementType.Int64);

    /// <summary>A tensor of floats; the data is copied.</summary>
    /// <param name="data">The elements, row-major; as many as the product of <paramref name="dims"/>.</param>
    /// <param name="dims">The sizes, each at least 0; none for a scalar.</param>
    /// <exception cref="ArgumentException">The number of elements is not the product of <paramref name="dims"/>, or a size is
    /// negative.</exception>
    public static OnnxTensor Create(ReadOnlySpan<float> data, params ReadOnlySpan<long> dims) =>
        new(OnnxElementType.Float, Checked(dims, data.Length), data.ToArray(), default);

    /// <inheritdoc cref="Create(ReadOnlySpan{float}, ReadOnlySpan{long})"/>
    /// <summary>A tensor of 64-bit integers; the data is copied.</summary>
    public static OnnxTensor Create(ReadOnlySpan<long> data, params ReadOnlySpan<long> dims) =>
        new(OnnxElementType.Int64, Checked(dims, data.Length), default, data.ToArray());

    internal static OnnxTensor OfOtherType(OnnxElementType type, ReadOnlySpan<long> dims) => new(type, dims.ToArray(), default, default);

    private static long[] Checked(ReadOnlySpan<long> dims, int length)
    {
        long expected = 1;
        foreach (var dim in dims)
        {
            expected = dim < 0
                ? throw new ArgumentException($"A tensor's sizes must be at least 0; found {dim} in [{Text(dims)}].", nameof(dims))
                : checked(expected * dim);
        }

        return expected == length
            ? dims.ToArray()
            : throw new ArgumentException($"A tensor of shape [{Text(dims)}] has {expected} elements; found {length}.", nameof(dims));
    }

    private static string Text(ReadOnlySpan<long> dims) => string.Join(", ", dims.ToArray());

    private InvalidOperationException WrongType(OnnxElementType asked) =>
        new($"This tensor's elements are {ElementType}, not {asked}.");
}
