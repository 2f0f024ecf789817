// Trains the model that the scoring service begins with: is a credit likely to be repaid (data/credit_g)?
// Writes one file: ML.NET's model, and in the same zip a card with test metrics and an example row.
using Microsoft.ML;
using ScoringService.Training;
using Syre.MLNet;

if (args is not [string path, ..] || (args.Length > 1 && !long.TryParse(args[1], out _)))
{
    Console.Error.WriteLine("usage: ScoringService.Training <model.zip> [seed]");
    return 2;
}

var mlContext = new MLContext(seed: args.Length > 1 ? int.Parse(args[1]) : 1);
CreditData data = CreditData.Load(mlContext, Path.Combine(AppContext.BaseDirectory, "data", "data.csv"));
DataOperationsCatalog.TrainTestData split = mlContext.Data.TrainTestSplit(data.Rows, testFraction: 0.2, seed: 1);

var pipeline = mlContext.Transforms.Categorical.OneHotEncoding([.. data.TextColumns.Select(name => new InputOutputColumnPair(name))])
    .Append(mlContext.Transforms.Concatenate("Features", data.Features))
    .Append(mlContext.Transforms.Conversion.MapValueToKey(CreditData.Label))
    .Append(mlContext.MulticlassClassification.Trainers.SyreNetwork(CreditData.Label));
var model = pipeline.Fit(split.TrainSet);
var metrics = mlContext.MulticlassClassification.Evaluate(model.Transform(split.TestSet), CreditData.Label);
Console.WriteLine($"accuracy {metrics.MicroAccuracy:f4}, log-loss {metrics.LogLoss:f4} on {data.Count(split.TestSet)} test rows");
Console.WriteLine(model.LastTransformer.Report.Summary);

// In one step, so that a service never sees half of it.
var card = new ModelCardEntry(
    "Is a credit likely to be repaid? German credit data (Hofmann 1994), 1000 applicants of which 700 repaid.",
    new Dictionary<string, double>
    {
        ["accuracy"] = metrics.MicroAccuracy, ["logLoss"] = metrics.LogLoss, ["testRows"] = data.Count(split.TestSet),
    },
    data.Example());
model.SaveAtomically(mlContext, data.Rows.Schema, path, new Dictionary<string, string> { [ModelCardEntry.EntryName] = card.ToJson() });
Console.WriteLine($"saved {path}");
return 0;
