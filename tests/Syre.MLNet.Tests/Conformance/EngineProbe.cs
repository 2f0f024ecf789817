using Microsoft.ML;

namespace Syre.MLNet.Tests.Conformance;

/// <inheritdoc cref="IEngineProbe"/>
/// <typeparam name="TSource">The user's class of inputs.</typeparam>
/// <typeparam name="TPrediction">The user's class of outputs.</typeparam>
/// <param name="rows">The inputs.</param>
public sealed class EngineProbe<TSource, TPrediction>(IReadOnlyList<TSource> rows) : IEngineProbe
    where TSource : class, new()
    where TPrediction : class, IPrediction, new()
{
    public int Count => rows.Count;

    public float[][] Batch(MLContext ml, ITransformer model)
    {
        IDataView scored = model.Transform(ml.Data.LoadFromEnumerable(rows));
        return [.. ml.Data.CreateEnumerable<TPrediction>(scored, reuseRowObject: false).Select(prediction => prediction.ToNumbers())];
    }

    public OpenEngine Open(MLContext ml, ITransformer model, bool ownsTransformer)
    {
        var options = new PredictionEngineOptions { OwnsTransformer = ownsTransformer };
        return Open(ml.Model.CreatePredictionEngine<TSource, TPrediction>(model, options));
    }

    public OpenEngine Open(MLContext ml, ITransformer model, DataViewSchema inputSchema)
    {
        // ML.NET wants a member for every column of the schema, and a class to predict from has no label.
        var schema = new DataViewSchema.Builder();
        foreach (DataViewSchema.Column column in inputSchema.Where(column => typeof(TSource).GetProperty(column.Name) is not null))
            schema.AddColumn(column.Name, column.Type, column.Annotations);
        return Open(ml.Model.CreatePredictionEngine<TSource, TPrediction>(model, schema.ToSchema()));
    }

    private OpenEngine Open(PredictionEngine<TSource, TPrediction> engine) => new(row => engine.Predict(rows[row]).ToNumbers(), engine);
}
