using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>What is saved loads elsewhere as the same model.</summary>
public static class PersistenceChecks
{
    public static void ReloadedModelGivesTheSameValues(EstimatorCase @case)
    {
        FittedCase fitted = @case.Fitted;
        foreach (ConformanceInput input in @case.Inputs.Where(input => input.Scores))
        {
            IDataView data = input.View(fitted.ML);
            CursorChecks.SameValues(fitted.Model.Transform(data), fitted.Reloaded.Transform(data), @case.ReloadTolerance,
                $"reloaded on {input.Name}");
        }
    }

    public static void InputSchemaAndVersionAreInTheFile(EstimatorCase @case)
    {
        FittedCase fitted = @case.Fitted;
        SchemaChecks.Same(fitted.Data.Schema, fitted.ReloadedSchema, "input schema in the file");
        using var zip = new ZipArchive(new MemoryStream(fitted.File));
        ZipArchiveEntry? entry = zip.Entries.SingleOrDefault(entry => entry.FullName.Replace('\\', '/') == "TrainingInfo/Version.txt");
        Must.Hold(entry is not null, "the file holds no TrainingInfo/Version.txt");
        using var reader = new StreamReader(entry!.Open());
        string version = reader.ReadToEnd();
        StringAssert.Matches(version, new(@"^\d+\.\d+\.\d+"));
    }

    /// <summary>The schema in the file describes a user's class well enough to predict from it.</summary>
    public static void EngineOpensWithTheSchemaInTheFile(EstimatorCase @case)
    {
        FittedCase fitted = @case.Fitted;
        float[][] batch = @case.Engine.Batch(fitted.ML, fitted.Model);
        ITransformer model = new MLContext().Model.LoadSurely(new MemoryStream(fitted.File), out DataViewSchema schema);
        using OpenEngine engine = @case.Engine.Open(fitted.ML, model, schema);
        for (int row = 0; row < batch.Length; row++)
            Values.MustBeSame(batch[row], engine.Predict(row), Math.Max(1e-5, @case.ReloadTolerance), $"row {row}, schema from the file");
    }

    /// <summary>
    /// Beside a loader, as one composite loader, and without one: <c>Load</c> and <c>LoadWithDataLoader</c> return what was saved.
    /// </summary>
    public static void ModelLoadsHoweverItWasSavedWithItsLoader(EstimatorCase @case)
    {
        FittedCase fitted = @case.Fitted;
        MLContext ml = fitted.ML;
        using var text = new TextFile(ml, fitted.Data);
        float[][] expected = fitted.Scores(fitted.Model, text.Loader.Load(text.Source));

        using var beside = new MemoryStream();
        ml.Model.Save(fitted.Model, text.Loader, beside);
        ITransformer model = new MLContext().Model.LoadWithDataLoader(Rewound(beside), out IDataLoader<IMultiStreamSource> loader);
        Values.MustBeSame(expected, fitted.Scores(model, loader.Load(text.Source)), @case.ReloadTolerance, "saved beside a loader");
        model = new MLContext().Model.LoadSurely(Rewound(beside), out DataViewSchema schema);
        Values.MustBeSame(expected, fitted.Scores(model, loader.Load(text.Source)), @case.ReloadTolerance,
            "saved beside a loader, loaded without it");
        SchemaChecks.Same(loader.GetOutputSchema(), schema, "schema of the loader");

        // A composite loader holds the model: what it loads is scored already, and no model is left over beside it.
        using var composite = new MemoryStream();
        var chain = new TransformerChain<ITransformer>(fitted.Model);
        var joined = new CompositeDataLoader<IMultiStreamSource, ITransformer>(text.Loader, chain);
        ml.Model.Save(null, joined, composite);
        model = new MLContext().Model.LoadWithDataLoader(Rewound(composite), out loader);
        Must.Equal(0, ((TransformerChain<ITransformer>)model).Count(), "models beside a composite loader");
        SchemaChecks.Same(joined.GetOutputSchema(), loader.GetOutputSchema(), "schema of the composite loader");
        Values.MustBeSame(expected, Values.Rows(loader.Load(text.Source), fitted.AddedColumns), @case.ReloadTolerance,
            "saved as a composite loader");

        Assert.ThrowsExactly<InvalidOperationException>(
            () => ml.Model.LoadWithDataLoader(new MemoryStream(fitted.File), out _), "saved without a loader");
    }

    private static MemoryStream Rewound(MemoryStream stream)
    {
        stream.Position = 0;
        return stream;
    }
}
