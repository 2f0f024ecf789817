using Syre.MLNet.Export;
using Syre.MLNet.Runtime;
using Syre.Onnx;

namespace Syre.MLNet.Diagnostics.Rows;

/// <summary>
/// Writes <see cref="RowDiagnostics"/> as an ONNX graph of its own, after the network's: a reader who wants scores only does not pay for
/// it, since ML.NET runs a transformer only for columns that are read.
/// </summary>
internal static class RowDiagnosticsGraph
{
    /// <summary>The graph.</summary>
    /// <param name="column">What to compute.</param>
    /// <param name="options">Names of the columns to write.</param>
    /// <param name="outputsColumn">Column of the network's outputs.</param>
    /// <param name="outputs">Number of outputs.</param>
    /// <param name="hiddenColumns">Columns of the hidden layers.</param>
    public static OnnxModel Write(
        RowDiagnostics column, CollapseOptions options, string outputsColumn, int outputs, IReadOnlyList<string> hiddenColumns)
    {
        var graph = new OnnxGraphBuilder("syre-collapse");
        string outputsValue = graph.AddInput(outputsColumn, OnnxElementType.Float, 1, outputs);
        string[] hidden = [.. column.Layers.Zip(
            hiddenColumns, (layer, name) => layer.AsTrained(graph, graph.AddInput(name, OnnxElementType.Float, 1, layer.Given)))];
        string representation = hidden.Length > 0 ? hidden[^1] : outputsValue;
        if (options.ColumnName is { } collapseColumn)
        {
            graph.AddOutput(
                collapseColumn,
                Vector(graph, Slots(graph, column, hidden, representation, outputsValue, outputs), column.SlotNames.Count),
                OnnxElementType.Float, column.SlotNames.Count);
            graph.AddSlotNames(collapseColumn, column.SlotNames);
        }
        if (options.RepresentationColumnName is { } representationColumn)
        {
            graph.AddOutput(
                representationColumn,
                Vector(
                    graph, graph.AddOrMissing(representation, column.RepresentationSize, outputsValue, outputs), column.RepresentationSize),
                OnnxElementType.Float, column.RepresentationSize);
        }

        return graph.Build();
    }

    /// <summary>All slots, <c>[1, slots]</c>.</summary>
    private static string Slots(
        OnnxGraphBuilder graph, RowDiagnostics column, IReadOnlyList<string> hidden, string representation,
        string outputsValue, int outputs)
    {
        const float largest = RowDiagnostics.LargestValue;
        representation = graph.AddNode("Clip", [representation, graph.AddConstant(-largest), graph.AddConstant(largest)]);
        string[] active = [.. hidden.Zip(column.Layers, (value, layer) => ActiveShare(graph, value, layer.Threshold))];
        string norm = graph.AddNode(
            "Div", [graph.AddNode("ReduceL2", [representation], ("axes", new long[] { 1 }), ("keepdims", 1)),
                graph.AddConstant(column.MedianNorm)]);
        string outside = column.KnowsTraining ? OutsideSubspace(graph, column, representation) : norm;
        string rows = graph.AddNode("Concat", [.. active, norm, outside], ("axis", 1));
        rows = graph.AddOrMissing(rows, column.RowSlotNames.Count, outputsValue, outputs);
        string constants = graph.AddInitializer("constants", column.Constants.ToArray(), 1, column.Constants.Count);
        return graph.AddNode("Concat", [rows, constants], ("axis", 1));
    }

    private static string ActiveShare(OnnxGraphBuilder graph, string value, float threshold)
    {
        string active = graph.AddNode("Greater", [graph.AddNode("Abs", [value]), graph.AddConstant(threshold)]);
        string numbers = graph.AddNode("Cast", [active], ("to", (long)OnnxElementType.Float));
        return graph.AddNode("ReduceMean", [numbers], ("axes", new long[] { 1 }), ("keepdims", 1));
    }

    private static string OutsideSubspace(OnnxGraphBuilder graph, RowDiagnostics column, string representation)
    {
        int size = column.RepresentationSize;
        string centred = graph.AddNode("Sub", [representation, graph.AddInitializer("mean", HostValues.Copy<float>(column.Mean), 1, size)]);
        string directions = graph.AddInitializer("directions", HostValues.Copy<float>(column.Directions), column.Directions.shape[0], size);
        string distance = SumSquare(graph, centred);
        string inside = SumSquare(graph, graph.AddNode("Gemm", [centred, directions], ("transB", 1)));
        string outside = graph.AddNode("Max", [graph.AddNode("Sub", [distance, inside]), graph.AddConstant(0f)]);
        return graph.AddNode("Div", [outside, graph.AddNode("Max", [distance, graph.AddConstant(column.LeastDistance)])]);
    }

    private static string SumSquare(OnnxGraphBuilder graph, string value) =>
        graph.AddNode("ReduceSumSquare", [value], ("axes", new long[] { 1 }), ("keepdims", 1));

    private static string Vector(OnnxGraphBuilder graph, string value, int size) =>
        graph.AddNode("Reshape", [value, graph.AddInt64Constant(size)]);
}
