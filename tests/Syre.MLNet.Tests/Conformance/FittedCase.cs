using Microsoft.ML;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>A case after training, with the model as it was fitted and as another context loads it.</summary>
public sealed class FittedCase
{
    public FittedCase(EstimatorCase @case)
    {
        ML = new MLContext(seed: 1);
        Data = @case.Inputs[0].View(ML);
        Model = @case.Estimator(ML).Fit(Data);
        using var file = new MemoryStream();
        ML.Model.Save(Model, Data.Schema, file);
        File = file.ToArray();
        Reloaded = new MLContext().Model.LoadSurely(new MemoryStream(File), out DataViewSchema schema);
        ReloadedSchema = schema;
    }

    public MLContext ML { get; }

    public IDataView Data { get; }

    public ITransformer Model { get; }

    /// <summary>The model's file.</summary>
    public byte[] File { get; }

    public ITransformer Reloaded { get; }

    public DataViewSchema ReloadedSchema { get; }

    /// <summary>What must hold of both.</summary>
    public IEnumerable<(string Name, ITransformer Model)> Models => [("fitted model", Model), ("reloaded model", Reloaded)];

    /// <summary>The columns that the model adds to its input.</summary>
    public string[] AddedColumns => [.. Model.GetOutputSchema(Data.Schema).Skip(Data.Schema.Count).Select(column => column.Name)];

    /// <summary>All values the model adds, row by row.</summary>
    public float[][] Scores(ITransformer model, IDataView data) => Values.Rows(model.Transform(data), AddedColumns);
}
