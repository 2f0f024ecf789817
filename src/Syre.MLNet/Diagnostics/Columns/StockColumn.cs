using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Diagnostics.Columns;

/// <summary>ML.NET's own transformers that compute the diagnostics of a column.</summary>
internal static class StockColumn
{
    /// <summary>The ONNX transformer; between a copy and its removal where input and output have one name.</summary>
    /// <param name="temporary">Where temporary files may be.</param>
    /// <param name="model">What was learnt.</param>
    /// <param name="output">Name of the column of diagnostics.</param>
    /// <param name="input">Name of the column measured.</param>
    /// <param name="trainSchema">Schema of the rows that it was learnt from.</param>
    public static ITransformer Create(TemporaryFolder temporary, ColumnModel model, string output, string input, DataViewSchema trainSchema)
    {
        DataViewType type = trainSchema[input].Type;
        if (input != output)
            return Onnx(input);
        var schema = new DataViewSchema.Builder();
        // A copy, since a graph cannot give one name to both.
        string copy = new InnerColumns(trainSchema).Named("Input");
        schema.AddColumn(input, type);
        schema.AddColumn(copy, type);
        var rows = new NoRows(schema.ToSchema());
        TransformsCatalog transforms = temporary.NewContext().Transforms;
        return new TransformerChain<ITransformer>(
            transforms.CopyColumns(copy, input).Fit(rows), Onnx(copy), transforms.DropColumns(copy).Fit(rows));

        OnnxScorer Onnx(string graphInput) =>
            new(temporary, ColumnGraph.Write(model, graphInput, output), [new DataViewSchema.DetachedColumn(graphInput, type)]);
    }
}
