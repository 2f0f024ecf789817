namespace Syre.Onnx;

/// <summary>An attribute of a node: a number, a string, a tensor, or a list of numbers or strings.</summary>
/// <remarks>Converts implicitly from each of these, so an attribute reads <c>("axis", 1)</c>.</remarks>
public sealed class OnnxAttribute
{
    private readonly object? _value;

    internal OnnxAttribute(object? value) => _value = value;

    /// <summary>A float.</summary>
    /// <param name="value">Any value.</param>
    public static implicit operator OnnxAttribute(float value) => new(value);

    /// <summary>An integer.</summary>
    /// <param name="value">Any value.</param>
    public static implicit operator OnnxAttribute(long value) => new(value);

    /// <summary>A string.</summary>
    /// <param name="value">Any text.</param>
    public static implicit operator OnnxAttribute(string value) => Of(value);

    /// <summary>A tensor.</summary>
    /// <param name="value">A tensor of floats or 64-bit integers.</param>
    public static implicit operator OnnxAttribute(OnnxTensor value) => Of(value);

    /// <summary>A list of floats; copied.</summary>
    /// <param name="values">Any values.</param>
    public static implicit operator OnnxAttribute(float[] values) => Copy(values);

    /// <summary>A list of integers; copied.</summary>
    /// <param name="values">Any values.</param>
    public static implicit operator OnnxAttribute(long[] values) => Copy(values);

    /// <summary>A list of strings; copied.</summary>
    /// <param name="values">Any texts.</param>
    public static implicit operator OnnxAttribute(string[] values) => Copy(values);

    /// <summary>The float.</summary>
    /// <exception cref="InvalidOperationException">The attribute is of another type.</exception>
    public float AsFloat() => As<float>();

    /// <summary>The integer.</summary>
    /// <exception cref="InvalidOperationException">The attribute is of another type.</exception>
    public long AsInt64() => As<long>();

    /// <summary>The string.</summary>
    /// <exception cref="InvalidOperationException">The attribute is of another type.</exception>
    public string AsString() => As<string>();

    /// <summary>The tensor.</summary>
    /// <exception cref="InvalidOperationException">The attribute is of another type.</exception>
    public OnnxTensor AsTensor() => As<OnnxTensor>();

    /// <summary>The list of floats.</summary>
    /// <exception cref="InvalidOperationException">The attribute is of another type.</exception>
    public IReadOnlyList<float> AsFloats() => As<float[]>();

    /// <summary>The list of integers.</summary>
    /// <exception cref="InvalidOperationException">The attribute is of another type.</exception>
    public IReadOnlyList<long> AsInt64s() => As<long[]>();

    /// <summary>The list of strings.</summary>
    /// <exception cref="InvalidOperationException">The attribute is of another type.</exception>
    public IReadOnlyList<string> AsStrings() => As<string[]>();

    /// <summary>The value behind the accessors; null for a type that this library does not read.</summary>
    internal object? Value => _value;

    private static OnnxAttribute Of(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(value);
    }

    private static OnnxAttribute Copy(Array values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new(values.Clone());
    }

    private T As<T>() => _value is T value
        ? value
        : throw new InvalidOperationException(
            $"This attribute is {(_value is null ? "of a type that is not read here" : $"a {_value.GetType().Name}")}, " +
            $"not a {typeof(T).Name}.");
}
