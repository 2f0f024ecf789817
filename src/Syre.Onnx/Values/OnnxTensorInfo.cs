namespace Syre.Onnx;

/// <summary>Name, type and sizes of a constant tensor, an input or an output of a graph, without its data.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ElementType">Type of its elements.</param>
/// <param name="Dims">The sizes, outermost first; −1 for one that is known only when the graph runs.</param>
public sealed record OnnxTensorInfo(string Name, OnnxElementType ElementType, IReadOnlyList<long> Dims)
{
    /// <summary>For example <c>weight: Float[4, 32]</c>.</summary>
    public override string ToString() => $"{Name}: {ElementType}[{string.Join(", ", Dims.Select(dim => dim < 0 ? "?" : $"{dim}"))}]";
}
