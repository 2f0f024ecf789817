using System.Diagnostics;
using Syre.MLNet.Diagnostics;
using Syre.MLNet.Diagnostics.Rows;
using Syre.MLNet.Export;
using Syre.MLNet.Heads;
using Syre.MLNet.Inputs;
using Syre.MLNet.Networks;
using Syre.MLNet.Runtime;
using Syre.Onnx;
using TorchSharp;

namespace Syre.MLNet.Models;

/// <summary>Writes a trained network as an ONNX graph, with what is known of it.</summary>
internal static class NetworkGraph
{
    /// <summary>
    /// The graph of a model: a row of inputs in, outputs <c>[1, outputs]</c> out, and the hidden layers, which
    /// cost nothing unless they are read.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="collapse">Its diagnostics.</param>
    /// <param name="features">What it reads of a row.</param>
    /// <param name="head">Names of the columns to write.</param>
    public static OnnxModel Write(SyreModel model, RowDiagnostics collapse, VectorInput features, StockHead head)
    {
        OnnxGraphBuilder graph = Draw(model, collapse, features, head);
        ModelMetadata.Of(model, features.Size).WriteTo(graph.Metadata);
        ReportEntry.Write(graph.Metadata, model.Report);
        return graph.Build();
    }

    /// <summary>The graph without what is known of the network.</summary>
    /// <inheritdoc cref="Write(SyreModel, RowDiagnostics, VectorInput, StockHead)"/>
    public static OnnxGraphBuilder Draw(SyreModel model, RowDiagnostics collapse, VectorInput features, StockHead head)
    {
        using Activity? phase = FitPhase.Begin("draw graph");
        var graph = new OnnxGraphBuilder("syre");
        string input = features.AddTo(graph);
        (string value, IReadOnlyDictionary<torch.nn.Module, string> read) = OnnxExporter.Add(graph, model.ScoringNetwork, input);
        // Some operators of the runtime turn NaN into a number. An infinite feature must make every score NaN, and one that is missing and
        // not filled in, as in ML.NET's own models.
        if (model.ScoringNetwork.FillsMissing)
            input = graph.AddNode("Where", [graph.AddNode("IsNaN", [input]), graph.AddConstant(0f), input]);
        graph.AddOutput(
            head.OutputsColumn, graph.AddOrMissing(value, head.Outputs, input, features.Size), OnnxElementType.Float, 1, head.Outputs);
        AddHidden(graph, model.ScoringNetwork, read, collapse, head.HiddenColumns);
        return graph;
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
            graph.AddOutput(column, hidden, OnnxElementType.Float, 1, layer.Given);
        }
    }
}
