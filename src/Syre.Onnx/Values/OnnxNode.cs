namespace Syre.Onnx;

/// <summary>A node of a graph: one operator with its inputs, outputs and attributes.</summary>
public sealed class OnnxNode
{
    /// <summary>The operator's name, for example <c>MatMul</c>.</summary>
    public required string OpType { get; init; }

    /// <summary>The operator's domain: empty (the default) for ai.onnx, or <c>ai.onnx.ml</c>.</summary>
    public string Domain { get; init; } = "";

    /// <summary>The node's own name; empty (the default) lets <see cref="OnnxGraphBuilder"/> choose one.</summary>
    public string Name { get; init; } = "";

    /// <summary>Names of the values read; an empty string stands for an optional input left out.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>Names of the values made.</summary>
    public IReadOnlyList<string> Outputs { get; init; } = [];

    /// <summary>The attributes by name.</summary>
    public IReadOnlyDictionary<string, OnnxAttribute> Attributes { get; init; } = new Dictionary<string, OnnxAttribute>();
}
