namespace Syre.Onnx;

/// <summary>What ML.NET's OnnxTransformer reads from a graph besides its values.</summary>
public static class MLNetAnnotations
{
    /// <summary>Gives an output column slot names: ML.NET's OnnxTransformer reads them back as the column's annotation.</summary>
    /// <remarks>ML.NET's convention is a node named <c>mlnet.&lt;column&gt;.SlotNames</c> with the names in its attribute
    /// <c>keys_strings</c>; nothing reads the node's output, so runtimes drop it.</remarks>
    /// <param name="builder">The graph.</param>
    /// <param name="column">Name of the graph's output.</param>
    /// <param name="names">One name for each slot, at least one.</param>
    /// <exception cref="ArgumentException">There are no names, or the column has slot names already.</exception>
    public static void AddSlotNames(this OnnxGraphBuilder builder, string column, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(column);
        ArgumentNullException.ThrowIfNull(names);
        if (names.Count == 0)
        {
            throw new ArgumentException($"No slot names are given for column '{column}'.", nameof(names));
        }
        var node = $"mlnet.{column}.SlotNames";
        builder.AddNode(new OnnxNode
        {
            OpType = "LabelEncoder",
            Domain = "ai.onnx.ml",
            Name = node,
            Inputs = [builder.AddNode("Constant", [], ("value_strings", new[] { "unused" }))],
            Outputs = [node],
            Attributes = new Dictionary<string, OnnxAttribute>
            {
                ["keys_strings"] = names.ToArray(),
                ["values_int64s"] = Enumerable.Range(0, names.Count).Select(i => (long)i).ToArray(),
            },
        });
    }
}
