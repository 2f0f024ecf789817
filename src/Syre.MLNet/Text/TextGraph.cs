using System.Runtime.InteropServices;
using Syre.MLNet.Diagnostics;
using Syre.MLNet.Persistence;
using Syre.MLNet.Scoring;
using Syre.Onnx;
using static TorchSharp.torch;

namespace Syre.MLNet.Text;

/// <summary>
/// Writes the text network as an ONNX graph that reads keys of words and of characters. One table holds, for each n-gram, its weighted direct and hidden
/// weights and the square of its weight, so that one gather and one sum give a kind's vector and its length.
/// </summary>
internal static class TextGraph
{
    /// <summary>The graph.</summary>
    public static OnnxModel Write(SyreTextModel model, NgramTable table, CollapseColumn collapse, StockHead head)
    {
        TextNetwork network = model.TextNetwork;
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        int outputs = network.Outputs, hidden = model.Options.HiddenUnits, width = outputs + hidden + 1;
        var graph = new OnnxGraphBuilder("syre-text");
        string rows = graph.AddInitializer("rows", RowNumbers(table), NgramHash.Buckets);
        string weights = graph.AddInitializer("ngrams", Fold(network, table), table.Rows + 1, width);
        string words = Kind(graph, graph.AddInput(TextColumns.Words, OnnxElementType.UInt32, 1, "words"), table.Kinds[0]);
        string characters =
            Kind(graph, graph.AddInput(TextColumns.Characters, OnnxElementType.UInt16, 1, "characters"), table.Kinds[1]);
        string sum = graph.AddNode("Add", [Vector(words), Vector(characters)]);

        string direct = Slice(sum, 0, outputs), embedded = Slice(sum, outputs, outputs + hidden);
        string active = graph.AddNode("Relu", [graph.AddNode("Add", [embedded, Constant(network.Embedding.Bias)])]);
        string deep = graph.AddNode(
            "Gemm", [active, Constant(network.Output.UnitWeights()), Constant(network.Output.Bias + network.Direct.Bias)], ("transB", 1));
        graph.AddOutput(StockHead.OutputsColumn, graph.AddNode("Add", [deep, direct]), OnnxElementType.Float, 1, outputs);
        NetworkGraph.AddHidden(
            graph, network, new Dictionary<nn.Module, string> { [network.Output] = active }, collapse, head.HiddenColumns);
        ReportEntry.Write(graph.Metadata, model.Report);
        return graph.Build();

        string Constant(Tensor tensor) => graph.AddConstant(OnnxTensor.Create(Values(tensor), tensor.shape));

        string Slice(string value, int from, int to) =>
            graph.AddNode("Slice", [value, graph.AddInt64Constant(from), graph.AddInt64Constant(to), graph.AddInt64Constant(1)]);

        string Vector(string hashes)
        {
            string numbers = graph.AddNode("Cast", [graph.AddNode("Gather", [rows, hashes])], ("to", (long)OnnxElementType.Int64));
            string all = graph.AddNode("ReduceSum", [graph.AddNode("Gather", [weights, numbers]), graph.AddInt64Constant(0)], ("keepdims", 1));
            string square = graph.AddNode("Max", [Slice(all, width - 1, width), graph.AddConstant(1e-20f)]);
            return graph.AddNode("Div", [all, graph.AddNode("Sqrt", [square])]);
        }
    }

    /// <summary>Numbers of a text's n-grams, <c>[n-grams]</c>: <see cref="NgramHash"/> in operators.</summary>
    private static string Kind(OnnxGraphBuilder graph, string input, NgramKind kind)
    {
        string keys = graph.AddNode("Cast", [input], ("to", (long)OnnxElementType.Int64));
        string cut = Slice(graph.AddNode("Reshape", [keys, graph.AddInt64Constant(-1)]), 0, kind.MaximumKeys);
        string outside = graph.AddInt64Constant(kind.Outside);
        string before = graph.AddInt64Constant([.. Enumerable.Repeat(kind.Outside, kind.Before)]);
        string padded = graph.AddNode("Concat", [before, graph.AddNode("Max", [cut, outside]), outside], ("axis", 0));
        string factor = graph.AddInt64Constant(NgramHash.Factor), buckets = graph.AddInt64Constant(NgramHash.Buckets);
        string hash = graph.AddInt64Constant(kind.Seed * NgramHash.Factor);
        List<string> found = [];
        for (int length = 1; length <= kind.Longest; length++)
        {
            // The last key of every n-gram of this length; of the shorter ones' hashes, the last has no successor.
            string last = Slice(padded, length - 1, int.MaxValue);
            if (length > 1)
                hash = graph.AddNode("Mul", [Slice(hash, 0, -1), factor]);
            hash = graph.AddNode("Mod", [graph.AddNode("Add", [hash, last]), buckets]);
            if (length >= kind.Shortest)
                found.Add(hash);
        }
        return found.Count == 1 ? found[0] : graph.AddNode("Concat", [.. found], ("axis", 0));

        string Slice(string value, long from, long to) =>
            graph.AddNode("Slice", [value, graph.AddInt64Constant(from), graph.AddInt64Constant(to)]);
    }

    /// <summary>Row of each number, as floats, which are exact here and half as long as integers; 0 for an n-gram that is not in the table.</summary>
    private static float[] RowNumbers(NgramTable table)
    {
        var rows = new float[NgramHash.Buckets];
        for (int hash = 0; hash < rows.Length; hash++)
            rows[hash] = table.RowOf(hash) + 1;
        return rows;
    }

    private static float[] Fold(TextNetwork network, NgramTable table)
    {
        Tensor weight = tensor(table.Weights).unsqueeze(1);
        Tensor all = cat([network.Direct.UnitWeights().t().cpu(), network.Embedding.UnitWeights().t().cpu()], 1) * weight;
        return Values(cat([zeros(1, all.shape[1] + 1), cat([all, weight * weight], 1)]));
    }

    private static float[] Values(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.cpu().contiguous().bytes).ToArray();
}
