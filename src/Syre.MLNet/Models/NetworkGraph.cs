using Syre.MLNet.Diagnostics.Rows;
using Syre.MLNet.Export;
using Syre.MLNet.Networks;
using Syre.Onnx;
using TorchSharp;

namespace Syre.MLNet.Models;

/// <summary>Writes a trained network as an ONNX graph, with what is known of it.</summary>
internal static class NetworkGraph
{
    /// <summary>
    /// The graph of a model: one row of features <c>[1, features]</c> in, outputs <c>[1, outputs]</c> out, and the hidden layers, which cost nothing
    /// unless they are read.
    /// </summary>
    public static OnnxModel Write(
        SyreNetworkModel model,
        RowDiagnostics collapse,
        string featureColumn,
        int features,
        string outputColumn,
        int outputs,
        IReadOnlyList<string> hiddenColumns)
    {
        var graph = new OnnxGraphBuilder("syre");
        string input = graph.AddInput(featureColumn, OnnxElementType.Float, 1, features);
        (string value, IReadOnlyDictionary<torch.nn.Module, string> read) = OnnxExporter.Add(graph, model.ScoringNetwork, input);
        // Some operators of the runtime turn NaN into a number. A missing feature must make every score NaN, as in ML.NET's own models.
        // One product with zeros does it: NaN and infinity times 0 are NaN.
        string zeros = graph.AddNode("ConstantOfShape", [graph.AddInt64Constant(features, outputs)]);
        graph.AddOutput(outputColumn, graph.AddNode("Gemm", [input, zeros, value]), OnnxElementType.Float, 1, outputs);
        AddHidden(graph, model.ScoringNetwork, read, collapse, hiddenColumns);
        new ModelMetadata(
                model.Task.Name, features, outputs, (model.ScoringNetwork as TabularNetwork)?.Architecture, model.Scale, model.Options, null, model.Summary)
            .WriteTo(graph.Metadata);
        ReportEntry.Write(graph.Metadata, model.Report);
        return graph.Build();
    }

    /// <summary>Gives the hidden layers that the diagnostics read as outputs of the graph.</summary>
    /// <param name="graph">Graph with the network in it.</param>
    /// <param name="network">The network.</param>
    /// <param name="read">The value that each of its modules reads.</param>
    /// <param name="collapse">The diagnostics.</param>
    /// <param name="hiddenColumns">A name for each of their layers.</param>
    public static void AddHidden(
        OnnxGraphBuilder graph,
        ScoringNetwork network,
        IReadOnlyDictionary<torch.nn.Module, string> read,
        RowDiagnostics collapse,
        IReadOnlyList<string> hiddenColumns)
    {
        foreach ((DiagnosedLayer layer, string column) in collapse.Layers.Zip(hiddenColumns))
        {
            string hidden = read[network.HiddenReaders[layer.Index]];
            if (layer.HasPositions)
                hidden = graph.AddNode("Flatten", [hidden], ("axis", 1));
            graph.AddOutput(column, hidden, OnnxElementType.Float, 1, layer.Size);
        }
    }
}
