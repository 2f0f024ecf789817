using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;
using Syre.Onnx;

namespace Syre.MLNet.Inputs.Text;

/// <summary>
/// What the network reads of a row, as one sparse vector: the n-grams of each text, each kind divided by its length √Σ weight²; then, where
/// there are two texts, how alike they are in each kind; then the features beside the texts, scaled.
/// </summary>
/// <param name="table">The n-grams.</param>
/// <param name="options">Names of the columns.</param>
/// <param name="scales">Scale of each feature beside the texts.</param>
internal sealed class NgramInput(NgramTable table, SyreTextClassificationOptions options, FeatureScale[] scales) : RowInput
{
    /// <summary>
    /// What a cosine is multiplied by: the n-grams of a short text add up to about as much, so that both are learnt at the same pace.
    /// </summary>
    public const float SimilarityGain = 10;

    /// <summary>The n-grams.</summary>
    public NgramTable Table => table;

    /// <summary>Scale of each feature beside the texts.</summary>
    public FeatureScale[] Scales => scales;

    /// <summary>The first slot that is no n-gram.</summary>
    public int FirstOther => table.Texts * table.Rows;

    /// <summary>Number of slots that tell how alike two texts are, one for each kind.</summary>
    public int Similarities => table.Texts > 1 ? table.Kinds.Length : 0;

    public override int Size => FirstOther + Similarities + scales.Length;

    public override int FirstSlot => FirstOther + Similarities;

    public override IReadOnlyList<InputColumn> Columns => ColumnsOf(options);

    public override string NumbersColumn => options.FeatureColumnName ?? options.TextColumnName;

    /// <summary>The columns that the input is made of, which are known before its n-grams are.</summary>
    public static IReadOnlyList<InputColumn> ColumnsOf(SyreTextClassificationOptions options)
    {
        List<InputColumn> columns = [InputColumn.Text(options.TextColumnName, nameof(options.TextColumnName))];
        if (options.SecondTextColumnName is { } second)
            columns.Add(InputColumn.Text(second, nameof(options.SecondTextColumnName)));
        if (options.FeatureColumnName is { } features)
            columns.Add(InputColumn.Vector("feature", features, nameof(options.FeatureColumnName)));
        return columns;
    }

    /// <summary>Scale of each slot of a column over the rows that have it, as <c>SyreNetwork</c> scales features.</summary>
    public static FeatureScale[] ScalesOf(IDataView data, string featureColumn, Cancellation cancellation)
    {
        DataViewSchema.Column column = data.Schema[featureColumn];
        var builder = new FeatureMatrixBuilder(((VectorDataViewType)column.Type).Size);
        using DataViewRowCursor cursor = data.GetRowCursor([column]);
        ValueGetter<VBuffer<float>> getter = SizedVector.Getter(cursor, column);
        VBuffer<float> features = default;
        while (cursor.MoveNext())
        {
            cancellation.Check();
            getter(ref features);
            // Infinite ones are refused when the rows are read for training.
            if (!features.GetValues().ContainsAny(float.PositiveInfinity, float.NegativeInfinity))
                builder.Add(features);
        }
        using FeatureMatrix matrix = builder.Build(TorchSharp.torch.CPU, FeatureStorage.EverySlot);
        return matrix.Scales(RowSplit.All(matrix.Rows));
    }

    /// <inheritdoc/>
    /// <remarks>The texts have been cut into keys of words and characters by then.</remarks>
    public override IEnumerable<DataViewSchema.Column> Sources(DataViewSchema schema) =>
        [.. TokenReader.Columns(schema, table.Columns),
            .. options.FeatureColumnName is { } features ? [schema[features]] : Array.Empty<DataViewSchema.Column>()];

    public override ValueGetter<VBuffer<float>> Getter(DataViewRow row)
    {
        var reader = new TokenReader(row, table.Kinds, table.Columns);
        TextSketch[] sketches = Similarities > 0 ? [new TextSketch(table), new TextSketch(table)] : [];
        ValueGetter<VBuffer<float>>? featureGetter =
            options.FeatureColumnName is { } name ? SizedVector.Getter(row, row.Schema[name]) : null;
        List<Ngram> ngrams = [];
        List<(int Slot, float Value)> entries = [];
        var similarities = new float[Similarities];
        var features = new float[scales.Length];
        VBuffer<float> given = default;
        return (ref VBuffer<float> value) =>
        {
            entries.Clear();
            for (int kind = 0; kind < table.Kinds.Length; kind++)
            {
                for (int text = 0; text < table.Texts; text++)
                {
                    ngrams.Clear();
                    reader.Read(text, kind, ngrams);
                    AddNgrams(ngrams, text * table.Rows, entries);
                    if (Similarities > 0)
                        sketches[text].Set(ngrams);
                }
                if (Similarities > 0)
                    similarities[kind] = SimilarityGain * sketches[0].Cosine(sketches[1]);
            }
            Sum(entries);
            for (int kind = 0; kind < similarities.Length; kind++)
                entries.Add((FirstOther + kind, similarities[kind]));
            featureGetter?.Invoke(ref given);
            given.CopyTo(features);
            for (int slot = 0; slot < features.Length; slot++)
                entries.Add((FirstOther + Similarities + slot, scales[slot].Clipped(features[slot])));
            Write(entries, ref value);
        };
    }

    /// <summary>Adds the n-grams to a graph.</summary>
    public NgramGraph AddTo(OnnxGraphBuilder graph) => new(graph, table);

    /// <summary>Adds the features beside the texts to a graph, as they are, <c>[1, features]</c>; null where there are none.</summary>
    public string? AddFeaturesTo(OnnxGraphBuilder graph) => options.FeatureColumnName is { } column
        ? graph.AddInput(column, OnnxElementType.Float, 1, scales.Length)
        : null;

    private void AddNgrams(List<Ngram> ngrams, int firstSlot, List<(int Slot, float Value)> entries)
    {
        int start = entries.Count;
        double square = 0;
        foreach (Ngram ngram in ngrams)
        {
            if (table.RowOf(ngram.Number) is not (>= 0 and var at))
                continue;
            entries.Add((firstSlot + at, table.Weights[at]));
            square += table.Weights[at] * table.Weights[at];
        }
        for (int i = start; i < entries.Count; i++)
            entries[i] = (entries[i].Slot, (float)(entries[i].Value / Math.Sqrt(square)));
    }

    /// <summary>Sorts by slot, and adds up what is on the same one.</summary>
    private static void Sum(List<(int Slot, float Value)> entries)
    {
        entries.Sort((a, b) => a.Slot.CompareTo(b.Slot));
        int last = -1;
        for (int i = 0; i < entries.Count; i++)
        {
            if (last >= 0 && entries[last].Slot == entries[i].Slot)
                entries[last] = (entries[i].Slot, entries[last].Value + entries[i].Value);
            else
                entries[++last] = entries[i];
        }
        entries.RemoveRange(last + 1, entries.Count - last - 1);
    }

    private void Write(List<(int Slot, float Value)> entries, ref VBuffer<float> value)
    {
        // A vector that has every slot is a dense one, for which ML.NET makes no indices unless asked to.
        VBufferEditor<float> editor = VBufferEditor.Create(ref value, Size, entries.Count, requireIndicesOnDense: true);
        for (int i = 0; i < entries.Count; i++)
            (editor.Indices[i], editor.Values[i]) = entries[i];
        value = editor.Commit();
    }
}
