using Microsoft.ML;
using ScoringService.Training;
using Syre.MLNet;

namespace Syre.Samples.Tests.Service;

/// <summary>Small models, trained once, as the bytes of their files.</summary>
[TestClass]
public static class TrainedModels
{
    /// <summary>Several classes, a card, and columns of all types.</summary>
    public static byte[] Fruit { get; private set; } = [];

    /// <summary>The same with other weights.</summary>
    public static byte[] OtherFruit { get; private set; } = [];

    /// <summary>True or false, from a vector, without card.</summary>
    public static byte[] Binary { get; private set; } = [];

    /// <summary>A number, without diagnostics.</summary>
    public static byte[] Regression { get; private set; } = [];

    [AssemblyInitialize]
    public static void Train(TestContext _)
    {
        (Fruit, OtherFruit) = (TrainFruit(seed: 1), TrainFruit(seed: 2));
        var mlContext = new MLContext(seed: 1);
        IDataView rows = mlContext.Data.LoadFromEnumerable(Service.Fruit.Rows(120));
        var heavy = mlContext.Transforms.CustomMapping<Weighed, Heavy>(
            (fruit, answer) => answer.Label = fruit.Weight > 160, contractName: null);
        rows = heavy.Fit(rows).Transform(rows);
        Binary = Save(mlContext, rows, mlContext.BinaryClassification.Trainers.SyreNetwork(new SyreNetworkOptions
        {
            HiddenLayers = [8], Epochs = 8, FeatureColumnName = "Size", MissingValues = MissingValues.Skip,
        }).Fit(rows));
        Regression = Save(mlContext, rows, mlContext.Regression.Trainers.SyreNetwork(new SyreNetworkOptions
        {
            HiddenLayers = [8], Epochs = 8, FeatureColumnName = "Size", MissingValues = MissingValues.Skip, LabelColumnName = "Weight",
            Collapse = new CollapseOptions { ColumnName = null },
        }).Fit(rows));
    }

    private static byte[] TrainFruit(int seed)
    {
        var mlContext = new MLContext(seed);
        IDataView rows = mlContext.Data.LoadFromEnumerable(Service.Fruit.Rows(120));
        var pipeline = mlContext.Transforms.Categorical.OneHotEncoding("ColourCode", "Colour")
            .Append(mlContext.Transforms.Conversion.ConvertType([new("RipeNumber", "Ripe"), new("SeedsNumber", "Seeds")]))
            .Append(mlContext.Transforms.Concatenate("Features", "ColourCode", "Weight", "RipeNumber", "SeedsNumber", "Size"))
            .Append(mlContext.Transforms.Conversion.MapValueToKey("Kind"))
            .Append(mlContext.MulticlassClassification.Trainers.SyreNetwork(new SyreNetworkOptions
            {
                LabelColumnName = "Kind", HiddenLayers = [16], Epochs = 10 * seed, MissingValues = MissingValues.Skip,
            }));
        return Save(mlContext, rows, pipeline.Fit(rows), new ModelCardEntry(
            "Which fruit is it?", new Dictionary<string, double> { ["accuracy"] = 0.5 }, Service.Fruit.Rows(1).Single().ToJson()));
    }

    private static byte[] Save(MLContext mlContext, IDataView rows, ITransformer model, ModelCardEntry? card = null)
    {
        string path = Path.GetTempFileName();
        try
        {
            mlContext.Model.Save(model, rows.Schema, path);
            if (card is not null)
                ModelCardEntry.Add(path, card);
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private sealed class Weighed
    {
        public float Weight { get; set; }
    }

    private sealed class Heavy
    {
        public bool Label { get; set; }
    }
}
