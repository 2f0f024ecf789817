using Microsoft.ML;

namespace Syre.MLNet.Stock;

/// <summary>
/// Loading of model files by ML.NET, of which one in about 30 000 fails: ML.NET names the temporary file of a graph at random, and where
/// the name ends in <c>.ort</c>, OnnxRuntime takes it for another format. The next name will do.
/// </summary>
internal static class StockLoading
{
    private const int Tries = 3;

    /// <summary>As <c>mlContext.Model.Load</c>.</summary>
    public static ITransformer LoadSurely(this ModelOperationsCatalog catalog, string path, out DataViewSchema schema)
    {
        using FileStream file = File.OpenRead(path);
        return catalog.LoadSurely(file, out schema);
    }

    /// <inheritdoc cref="LoadSurely(ModelOperationsCatalog, string, out DataViewSchema)"/>
    public static ITransformer LoadSurely(this ModelOperationsCatalog catalog, Stream stream, out DataViewSchema schema)
    {
        long start = stream.Position;
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return catalog.Load(stream, out schema);
            }
            catch (Exception e) when (attempt < Tries && IsOfTheName(e))
            {
                stream.Position = start;
            }
        }
    }

    private static bool IsOfTheName(Exception e) =>
        e.Message.Contains("ORT model verification failed", StringComparison.Ordinal) ||
        (e.InnerException is { } inner && IsOfTheName(inner));
}
