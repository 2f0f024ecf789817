using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Heads;
using Syre.MLNet.Inputs;
using Syre.MLNet.Inputs.Text;
using Syre.MLNet.Models;
using Syre.MLNet.Networks;
using Syre.MLNet.Runtime;
using Syre.MLNet.Stock;
using Syre.Onnx;
using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.MLNet.Files;

/// <summary>Reads a network of texts and what it knows of them from its graph and from the words before it.</summary>
/// <param name="graph">The graph.</param>
/// <param name="metadata">What the file says of it.</param>
/// <param name="tokenizer">What makes keys of texts.</param>
internal sealed class TextModelReader(OnnxModel graph, ModelMetadata metadata, IReadOnlyList<ITransformer> tokenizer)
{
    private readonly Dictionary<string, OnnxTensor> _state = graph.Initializers.ToDictionary(
        entry => graph.GivenName(entry.Key), entry => entry.Value);
    private readonly SyreTextClassificationOptions _options = (SyreTextClassificationOptions)metadata.Options;
    private readonly TextSpec _spec = (TextSpec)metadata.Network;

    /// <summary>The model; the caller disposes it.</summary>
    /// <param name="task">What it was trained for.</param>
    /// <param name="report">Its report.</param>
    /// <exception cref="InvalidDataException">The graph does not fit what is said of it.</exception>
    public SyreTextClassificationModel Read(PredictionTask task, CollapseReport report)
    {
        var network = (TextNetwork)_spec.Create(new NetworkMaking(CPU, metadata.Summary.Seed));
        try
        {
            KnownTexts texts = Texts();
            Fill(network, texts);
            network.eval();
            return new SyreTextClassificationModel(task, network, _options, metadata.Summary, report)
            {
                Origin = metadata.Origin, Texts = texts,
            };
        }
        catch (ExternalException e)
        {
            network.Dispose();
            throw new InvalidDataException($"the graph's weights do not fit its description: {TorchFailure.Sentence(e)}", e);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private KnownTexts Texts()
    {
        ReadOnlySpan<int> rowOf = Find(NgramGraph.RowsName, OnnxElementType.Int32).Int32s.Span;
        float[] weights = Floats(NgramGraph.WeightsName)[1..];
        var numbers = new int[weights.Length];
        for (int number = 0; number < rowOf.Length; number++)
        {
            if (rowOf[number] is not 0 and var row)
            {
                numbers[(row > 0 && row <= numbers.Length
                    ? row
                    : throw new InvalidDataException($"an n-gram has row {row} of {numbers.Length}")) - 1] = number;
            }
        }

        int[][]? pieces = _state.ContainsKey(NgramGraph.PiecesName)
            ? Pieces(Find(NgramGraph.PiecesName, OnnxElementType.Int32))
            : null;
        return new KnownTexts(
            Words(), numbers, weights, _options.Texts > 1 ? Floats(NgramGraph.SimilarityName)[0] : 0,
            metadata.Origin?.ShortestCharacters
                ?? throw new InvalidDataException("the length of the shortest n-gram of characters is missing"),
            Scales(), pieces);
    }

    /// <summary>The words are the names of the keys that the graph's first input is of.</summary>
    private string[] Words()
    {
        var builder = new DataViewSchema.Builder();
        foreach (string column in _options.TextColumns.Distinct())
            builder.AddColumn(column, TextDataViewType.Instance);
        DataViewSchema schema = tokenizer.Aggregate(builder.ToSchema(), (columns, part) => part.GetOutputSchema(columns));
        return schema.GetColumnOrNull(graph.Inputs[0].Name) is { } words && KeyNames.Read(words) is { } names
            ? names
            : throw new InvalidDataException($"no part before the graph makes the column '{graph.Inputs[0].Name}' of words");
    }

    private static int[][] Pieces(OnnxTensor table) =>
        [.. table.Int32s.ToArray().Chunk((int)Math.Max(1, table.Dims[^1])).Select(row => row.Where(piece => piece >= 0).ToArray())];

    private FeatureScale[] Scales() => _options.FeatureColumnName is null
        ? []
        : [.. Floats(TextState.Center).Zip(Floats(TextState.Factor), (center, factor) => new FeatureScale(center, factor))];

    private void Fill(TextNetwork network, KnownTexts texts)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        List<Tensor> parts = [.. Enumerable.Range(0, _options.Texts).Select(text => Table(TextState.Ngrams(text), texts))];
        if (_state.ContainsKey(TextState.Others))
            parts.Add(Values(TextState.Others));
        Tensor all = cat(parts);
        int outputs = _spec.Classes, hidden = _spec.HiddenUnits;
        Copy(network.Direct.Weight, all.narrow(1, 0, outputs));
        Copy(network.Embedding.Weight, all.narrow(1, outputs, hidden).Div(network.Embedding.Gain));
        Copy(network.Embedding.Bias, Values(TextState.HiddenBias));
        Copy(network.Output.Weight, Values(TextState.OutputWeights).t().Div(network.Output.Gain));
        Copy(network.Output.Bias, Values(TextState.OutputBias));
        network.Direct.Bias.zero_();
    }

    /// <summary>The weights in effect of one text's n-grams, without the n-grams' own.</summary>
    private Tensor Table(string name, KnownTexts texts)
    {
        if (_state.GetValueOrDefault(name)?.ElementType != OnnxElementType.Int8)
            return WithoutFirst(Values(name));
        OnnxTensor table = Find(name, OnnxElementType.Int8);
        float[] scales = [.. Floats(TextState.Scales(name)).Skip(1).Zip(texts.Weights, (scale, weight) => scale / weight)];
        return WithoutFirst(tensor(table.Int8s.ToArray(), [.. table.Dims]).to(float32)) * tensor(scales)
            .unsqueeze(1) * Values(TextState.Columns(name));
    }

    private static Tensor WithoutFirst(Tensor table) => table.shape is [> 0, _]
        ? table.narrow(0, 1, table.shape[0] - 1)
        : throw new InvalidDataException("the weights of the n-grams are no table");

    private static void Copy(Tensor target, Tensor source)
    {
        if (!target.shape.SequenceEqual(source.shape))
        {
            throw new InvalidDataException(
                $"the graph has weights [{string.Join(", ", source.shape)}], its description [{string.Join(", ", target.shape)}]");
        }

        target.copy_(source);
    }

    private Tensor Values(string name) => tensor(Floats(name), [.. Find(name, OnnxElementType.Float).Dims]);

    private float[] Floats(string name) => Find(name, OnnxElementType.Float).Floats.ToArray();

    private OnnxTensor Find(string name, OnnxElementType type) => _state.GetValueOrDefault(name) is { } tensor && tensor.ElementType == type
        ? tensor
        : throw new InvalidDataException($"the graph has no '{name}' of {type}, without which a network of texts cannot be trained on");
}
