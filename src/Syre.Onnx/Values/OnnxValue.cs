namespace Syre.Onnx;

/// <summary>An input or output of a graph.</summary>
public sealed class OnnxValue
{
    internal OnnxValue(string name, OnnxElementType elementType, IReadOnlyList<OnnxDimension> shape) =>
        (Name, ElementType, Shape) = (name, elementType, shape);

    /// <summary>Name of the value; ML.NET's OnnxTransformer takes it as the column's name.</summary>
    public string Name { get; }

    /// <summary>Type of the elements.</summary>
    public OnnxElementType ElementType { get; }

    /// <summary>The dimensions, outermost first; empty for a scalar and for a value whose shape the file leaves out.</summary>
    public IReadOnlyList<OnnxDimension> Shape { get; }

    /// <summary>For example <c>Features: Float[batch, 32]</c>.</summary>
    public override string ToString() => $"{Name}: {ElementType}[{string.Join(", ", Shape)}]";
}
