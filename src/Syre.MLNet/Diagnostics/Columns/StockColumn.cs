using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Persistence;

namespace Syre.MLNet.Diagnostics;

/// <summary>ML.NET's own transformers that compute the diagnostics of a column.</summary>
internal static class StockColumn
{
    /// <summary>A copy of the input where input and output have one name, which a graph cannot give to both.</summary>
    private const string CopyColumn = "__SyreInput";

    /// <summary>The ONNX transformer; between a copy and its removal where input and output have one name.</summary>
    public static ITransformer Create(ColumnModel model, string output, string input, VectorDataViewType type)
    {
        var mlContext = new MLContext();
        var schema = new DataViewSchema.Builder();
        schema.AddColumn(input, type);
        IDataView rows = new NoRows(schema.ToSchema());
        if (input != output)
            return Onnx(mlContext, model, output, input).Fit(rows);
        return mlContext.Transforms.CopyColumns(CopyColumn, input)
            .Append(Onnx(mlContext, model, output, CopyColumn))
            .Append(mlContext.Transforms.DropColumns(CopyColumn))
            .Fit(rows);
    }

    private static IEstimator<ITransformer> Onnx(MLContext mlContext, ColumnModel model, string output, string input)
    {
        using var bytes = new MemoryStream(ColumnGraph.Of(model, input, output).ToBytes());
        return mlContext.Transforms.ApplyOnnxModel(output, input, bytes);
    }
}
