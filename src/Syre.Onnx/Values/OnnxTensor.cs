using System.Runtime.InteropServices;

namespace Syre.Onnx;

/// <summary>
/// A constant tensor of a graph, row-major. This library makes and reads tensors of <see cref="float"/>, <see cref="long"/>,
/// <see cref="int"/> and <see cref="sbyte"/>; of others, which files of other writers may have, it knows type and dimensions only.
/// </summary>
public sealed class OnnxTensor
{
    private readonly long[] _dims;
    private readonly Array? _data;

    private OnnxTensor(OnnxElementType elementType, long[] dims, Array? data) => (ElementType, _dims, _data) = (elementType, dims, data);

    /// <summary>Type of the elements.</summary>
    public OnnxElementType ElementType { get; }

    /// <summary>The sizes, outermost first; empty for a scalar.</summary>
    public IReadOnlyList<long> Dims => _dims;

    /// <summary>The elements, row-major.</summary>
    /// <exception cref="InvalidOperationException"><see cref="ElementType"/> is not <see cref="OnnxElementType.Float"/>.</exception>
    public ReadOnlyMemory<float> Floats => Elements<float>(OnnxElementType.Float);

    /// <summary>The elements, row-major.</summary>
    /// <exception cref="InvalidOperationException"><see cref="ElementType"/> is not <see cref="OnnxElementType.Int64"/>.</exception>
    public ReadOnlyMemory<long> Int64s => Elements<long>(OnnxElementType.Int64);

    /// <summary>The elements, row-major.</summary>
    /// <exception cref="InvalidOperationException"><see cref="ElementType"/> is not <see cref="OnnxElementType.Int32"/>.</exception>
    public ReadOnlyMemory<int> Int32s => Elements<int>(OnnxElementType.Int32);

    /// <summary>The elements, row-major.</summary>
    /// <exception cref="InvalidOperationException"><see cref="ElementType"/> is not <see cref="OnnxElementType.Int8"/>.</exception>
    public ReadOnlyMemory<sbyte> Int8s => Elements<sbyte>(OnnxElementType.Int8);

    /// <summary>A tensor of floats; the data is copied.</summary>
    /// <param name="data">The elements, row-major; as many as the product of <paramref name="dims"/>.</param>
    /// <param name="dims">The sizes, each at least 0; none for a scalar.</param>
    /// <exception cref="ArgumentException">The number of elements is not the product of <paramref name="dims"/>, or a size is
    /// negative.</exception>
    public static OnnxTensor Create(ReadOnlySpan<float> data, params ReadOnlySpan<long> dims) => Of(OnnxElementType.Float, data, dims);

    /// <inheritdoc cref="Create(ReadOnlySpan{float}, ReadOnlySpan{long})"/>
    /// <summary>A tensor of 64-bit integers; the data is copied.</summary>
    public static OnnxTensor Create(ReadOnlySpan<long> data, params ReadOnlySpan<long> dims) => Of(OnnxElementType.Int64, data, dims);

    /// <inheritdoc cref="Create(ReadOnlySpan{float}, ReadOnlySpan{long})"/>
    /// <summary>A tensor of 32-bit integers; the data is copied.</summary>
    public static OnnxTensor Create(ReadOnlySpan<int> data, params ReadOnlySpan<long> dims) => Of(OnnxElementType.Int32, data, dims);

    /// <inheritdoc cref="Create(ReadOnlySpan{float}, ReadOnlySpan{long})"/>
    /// <summary>A tensor of signed 8-bit integers; the data is copied.</summary>
    public static OnnxTensor Create(ReadOnlySpan<sbyte> data, params ReadOnlySpan<long> dims) => Of(OnnxElementType.Int8, data, dims);

    internal static OnnxTensor OfOtherType(OnnxElementType type, ReadOnlySpan<long> dims) => new(type, dims.ToArray(), null);

    /// <summary>The elements as they lie in memory.</summary>
    internal ReadOnlySpan<byte> Bytes => _data switch
    {
        float[] floats => MemoryMarshal.AsBytes<float>(floats),
        long[] numbers => MemoryMarshal.AsBytes<long>(numbers),
        int[] numbers => MemoryMarshal.AsBytes<int>(numbers),
        sbyte[] numbers => MemoryMarshal.AsBytes<sbyte>(numbers),
        _ => throw new NotSupportedException($"Tensors of {ElementType} are not written here; only Float, Int64, Int32 and Int8 are."),
    };

    private static OnnxTensor Of<T>(OnnxElementType type, ReadOnlySpan<T> data, ReadOnlySpan<long> dims) =>
        new(type, Checked(dims, data.Length), data.ToArray());

    private T[] Elements<T>(OnnxElementType asked) => ElementType == asked
        ? (T[])_data!
        : throw new InvalidOperationException($"This tensor's elements are {ElementType}, not {asked}.");

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
}
