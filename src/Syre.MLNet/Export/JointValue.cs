using Syre.Onnx;

namespace Syre.MLNet.Export;

/// <summary>
/// Rows of several networks of one kind in a graph: one value for each network, or all in one, a row's numbers of all networks one after
/// the other. Nodes between the two are added when the other form is asked for.
/// </summary>
internal sealed class JointValue
{
    private readonly OnnxGraphBuilder _graph;
    private readonly int _count;
    private IReadOnlyList<string>? _each;
    private string? _together;

    /// <param name="graph">The graph.</param>
    /// <param name="each">A value of each network.</param>
    public JointValue(OnnxGraphBuilder graph, string[] each) => (_graph, _count, _each) = (graph, each.Length, each);

    /// <param name="graph">The graph.</param>
    /// <param name="together">The value of all.</param>
    /// <param name="count">Number of networks.</param>
    public JointValue(OnnxGraphBuilder graph, string together, int count) => (_graph, _count, _together) = (graph, count, together);

    /// <summary>Numbers of a row of each network; empty (default) where all have as many.</summary>
    public IReadOnlyList<int> Widths { get; init; } = [];

    /// <summary>A value of each network.</summary>
    public IReadOnlyList<string> Each => _each ??= Widths.Distinct().Count() > 1
        ? _graph.AddNode(
            "Split", _count, [_together!, _graph.AddInt64Constant([.. Widths.Select(width => (long)width)])], ("axis", 1))
        : _graph.AddNode("Split", _count, [_together!], ("axis", 1));

    /// <summary>The value of all.</summary>
    public string Together => _together ??= _graph.AddNode("Concat", [.. _each!], ("axis", 1));
}
