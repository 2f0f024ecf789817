using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Persistence;

namespace Syre.MLNet.Diagnostics;

/// <summary>ML.NET's own transformers that compute the diagnostics of a column.</summary>
internal static class StockColumn
{
    /// <summary>The ONNX transformer; between a copy and its removal where input and output have one name.</summary>
    /// <param name="model">What was learnt.</param>
    /// <param name="output">Name of the column of diagnostics.</param>
    /// <param name="input">Name of the column measured.</param>
    /// <param name="trainSchema">Schema of the rows that it was learnt from.</param>
    public static ITransformer Create(ColumnModel model, string output, string input, DataViewSchema trainSchema)
    {
        var mlContext = new MLContext();
        var schema = new DataViewSchema.Builder();
        schema.AddColumn(input, trainSchema[input].Type);
        IDataView rows = new NoRows(schema.ToSchema());
        if (input != output)
            return Onnx(mlContext, model, output, input).Fit(rows);
        // A copy, since a graph cannot give one name to both.
        string copy = new InnerColumns(trainSchema).Named("Input");
        return mlContext.Transforms.CopyColumns(copy, input)
            .Append(Onnx(mlContext, model, output, copy))
            .Append(mlContext.Transforms.DropColumns(copy))
            .Fit(rows);
    }

    private static IEstimator<ITransformer> Onnx(MLContext mlContext, ColumnModel model, string output, string input)
    {
        using var bytes = new MemoryStream(ColumnGraph.Of(model, input, output).ToBytes());
        return mlContext.Transforms.ApplyOnnxModel(output, input, bytes);
    }
}
