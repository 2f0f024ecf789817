using Syre.MLNet.Diagnostics;
using Syre.MLNet.Diagnostics.Rows;
using Syre.MLNet.Export;
using Syre.MLNet.Heads;
using Syre.MLNet.Inputs.Text;
using Syre.MLNet.Models;
using Syre.MLNet.Networks;
using Syre.MLNet.Networks.Stages;
using Syre.MLNet.Runtime;
using Syre.Onnx;
using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.MLNet.SyreTextClassification;

/// <summary>
/// Writes the text network as an ONNX graph that reads keys of words and of characters. A text's table holds direct and hidden weights of
/// each n-gram side by side, so that one gather and one product give both.
/// </summary>
internal sealed class TextGraph
{
    private readonly OnnxGraphBuilder _graph = new("syre-text");
    private readonly SyreTextClassificationModel _model;
    private readonly NgramInput _inputs;

    private TextGraph(SyreTextClassificationModel model, NgramInput inputs) => (_model, _inputs) = (model, inputs);

    private NgramTable Table => _inputs.Table;

    private TextNetwork Network => _model.TextNetwork;

    private int Outputs => Network.Outputs;

    private int Hidden => _model.Options.HiddenUnits;

    /// <summary>The graph.</summary>
    public static OnnxModel Write(SyreTextClassificationModel model, NgramInput inputs, RowDiagnostics collapse, StockHead head)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        return new TextGraph(model, inputs).Build(collapse, head);
    }

    private OnnxModel Build(RowDiagnostics collapse, StockHead head)
    {
        // [direct weights | hidden weights] of each slot.
        Tensor weights = cat([Network.Direct.UnitWeights().t().cpu(), Network.Embedding.UnitWeights().t().cpu()], 1);
        NgramGraph ngrams = _inputs.AddTo(_graph);
        List<string> parts = [];
        for (int text = 0; text < Table.Texts; text++)
        {
            var reader = new NgramWeights(
                _graph, weights.narrow(0, text * Table.Rows, Table.Rows), Table.Weights, _model.Options.Quantize, text);
            parts.Add(reader.Sum([.. Enumerable.Range(0, Table.Kinds.Length).Select(kind => ngrams.Read(text, kind))]));
        }
        if (Others(ngrams) is { } others)
        {
            Tensor otherWeights = weights.narrow(0, _inputs.FirstOther, weights.shape[0] - _inputs.FirstOther);
            parts.Add(_graph.AddNode("MatMul", [others, State(TextState.Others, otherWeights)]));
        }
        string sum = parts.Aggregate((a, b) => _graph.AddNode("Add", [a, b]));
        string active = _graph.AddNode("Relu", [_graph.AddNode(
            "Add", [Columns(sum, Outputs, Outputs + Hidden), State(TextState.HiddenBias, Network.Embedding.Bias)])]);
        string deep = _graph.AddNode(
            "Gemm",
            [
                active, State(TextState.OutputWeights, Network.Output.UnitWeights()),
                State(TextState.OutputBias, Network.Output.Bias.Add(Network.Direct.Bias)),
            ],
            ("transB", 1));
        _graph.AddOutput(head.OutputsColumn, _graph.AddNode("Add", [deep, Columns(sum, 0, Outputs)]), OnnxElementType.Float, 1, Outputs);
        NetworkGraph.AddHidden(
            _graph, Network, new Dictionary<nn.Module, string> { [Network.Output] = active }, collapse, head.HiddenColumns);
        ModelMetadata.Of(_model, _inputs.Size).WriteTo(_graph.Metadata);
        ReportEntry.Write(_graph.Metadata, _model.Report);
        return _graph.Build();
    }

    /// <summary>What is beside the n-grams: similarities, then scaled features, <c>[1, …]</c>; null for nothing.</summary>
    private string? Others(NgramGraph ngrams)
    {
        List<string> parts = [.. ngrams.Similarities()];
        if (_inputs.AddFeaturesTo(_graph) is { } features)
            parts.AddRange(Features(features));
        return parts.Count > 1 ? _graph.AddNode("Concat", [.. parts], ("axis", 1)) : parts.FirstOrDefault();
    }

    /// <summary>Features scaled, and what tells of missing ones.</summary>
    private IEnumerable<string> Features(string features)
    {
        using var scaling = new FeatureScaling(_inputs.Scales.Length, CPU);
        scaling.Set(_inputs.Scales);
        string known = features, missing = "";
        if (Network.FillsMissing)
        {
            missing = _graph.AddNode("IsNaN", [features]);
            float[] centers = Array.ConvertAll(_inputs.Scales, scale => scale.Center);
            known = _graph.AddNode(
                "Where", [missing, _graph.AddConstant(OnnxTensor.Create(centers, centers.Length)), features]);
        }
        // A bound may turn NaN into a number; 0 times NaN or infinity is NaN.
        string nothing = _graph.AddNode("Mul", [known, _graph.AddConstant(0f)]);
        yield return _graph.AddNode("Add", [OnnxExporter.Add(_graph, scaling, known).Output, nothing]);
        if (Network.Indicated.Count == 0)
            yield break;
        string places = _graph.AddInt64Constant([.. Network.Indicated.Select(slot => (long)(slot - _inputs.FirstSlot))]);
        string told = _graph.AddNode("Gather", [missing, places], ("axis", 1));
        yield return _graph.AddNode("Cast", [told], ("to", (long)OnnxElementType.Float));
    }

    private string Columns(string value, int from, int to) =>
        _graph.AddNode("Slice", [value, _graph.AddInt64Constant(from), _graph.AddInt64Constant(to), _graph.AddInt64Constant(1)]);

    private string State(string name, Tensor tensor) =>
        _graph.AddInitializer(name, OnnxTensor.Create(HostValues.Copy<float>(tensor), tensor.shape));
}
