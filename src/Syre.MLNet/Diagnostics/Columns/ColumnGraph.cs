using Syre.Onnx;

namespace Syre.MLNet.Diagnostics.Columns;

/// <summary>Writes a column's model as a graph: one row <c>[1, slots]</c> in, the diagnostics <c>[6]</c> out.</summary>
internal static class ColumnGraph
{
    private const long Float = 1, Boolean = 9;

    /// <summary>The graph, whose input and output have the names of the columns.</summary>
    public static OnnxModel Write(ColumnModel model, string input, string output)
    {
        int width = model.Subspace.Width;
        var graph = new OnnxGraphBuilder("syre-column");
        string x = graph.AddInput(input, OnnxElementType.Float, 1, width);
        string active = graph.AddNode("ReduceMean", [Cast(Cast(x, Boolean), Float)]);

        // In units of the median norm, and bounded, so that no sum of squares is beyond a float's range.
        const float largest = ColumnModel.LargestEntry;
        string share = graph.AddNode("Div", [x, graph.AddConstant(model.MedianNorm)]);
        string scaled = graph.AddNode("Clip", [share, graph.AddConstant(-largest), graph.AddConstant(largest)]);
        string norm = graph.AddNode("ReduceL2", [scaled]);
        string outside = model.KnowsSubspace ? Outside() : graph.AddInitializer("unknown", [float.NaN], 1, 1);

        // Some operators of the runtime turn NaN into a number; a missing entry must make every slot of the row NaN.
        // NaN and infinity times 0 are NaN.
        string missing = graph.AddNode("ReduceSum", [graph.AddNode("Mul", [x, graph.AddConstant(0f)])]);
        string perRow = graph.AddNode("Add", [graph.AddNode("Concat", [active, norm, outside], ("axis", 1L)), missing]);
        string constants = graph.AddInitializer("constants", model.Constants, 1, model.Constants.Length);
        string slots = graph.AddNode("Concat", [perRow, constants], ("axis", 1L));
        int count = ColumnSlots.All.Count;
        graph.AddOutput(output, graph.AddNode("Reshape", [slots, graph.AddInt64Constant(count)]), OnnxElementType.Float, count);
        graph.AddSlotNames(output, ColumnSlots.All);
        ReportEntry.Write(graph.Metadata, model.Report);
        return graph.Build();

        string Cast(string value, long type) => graph.AddNode("Cast", [value], ("to", type));

        string Outside()
        {
            float[] mean = Array.ConvertAll(model.Subspace.Mean, value => (float)Math.Clamp(value / model.MedianNorm, -largest, largest));
            string vector = graph.AddNode("Sub", [scaled, graph.AddInitializer("mean", mean, 1, width)]);
            string square = graph.AddNode("ReduceSumSquare", [vector]);
            // Without directions, one of nothing: everything that differs from the mean is outside.
            int directions = Math.Max(1, model.Subspace.Dimension);
            float[] u = model.Subspace.Dimension == 0 ? new float[width] : Array.ConvertAll(model.Subspace.BySlot(), value => (float)value);
            string inside = graph.AddNode(
                "ReduceSumSquare", [graph.AddNode("MatMul", [vector, graph.AddInitializer("directions", u, width, directions)])]);
            string zero = graph.AddConstant(0f), one = graph.AddConstant(1f);
            string beside = graph.AddNode("Clip", [graph.AddNode("Sub", [one, graph.AddNode("Div", [inside, square])]), zero, one]);
            return graph.AddNode("Where", [graph.AddNode("Equal", [square, zero]), zero, beside]);
        }
    }
}
