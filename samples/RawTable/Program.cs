// From a file as it comes to a saved model: which loans go bad (data/credit_g)? A CSV file with texts and numbers, no class for its rows.
// RawTable [file label Boolean|Key|Number [model]] does the same with a file of yours.
using System.Diagnostics;
using Microsoft.ML;
using RawTableSample;
using Syre.MLNet;
using Syre.Reporting;

if (args.Length is 1 or 2 or > 4 || (args.Length > 2 && !Enum.TryParse<TableLabelKind>(args[2], out _)))
{
    Console.Error.WriteLine("usage: RawTable [file label Boolean|Key|Number [model]]");
    return 2;
}
string path = args.Length > 0 ? args[0] : Path.Combine(AppContext.BaseDirectory, "data", "data.csv");
string label = args.Length > 0 ? args[1] : "class";
TableLabelKind kind = args.Length > 0 ? Enum.Parse<TableLabelKind>(args[2]) : TableLabelKind.Boolean;
string file = args.Length > 3 ? args[3] : Path.Combine(AppContext.BaseDirectory, "model.zip");

var mlContext = new MLContext(seed: 1);
IDataView table = mlContext.Data.LoadTable(path);
var split = mlContext.Data.TrainTestSplit(table, testFraction: 0.2, seed: 1);
var features = mlContext.Transforms.FeaturizeTable(label, kind).Fit(split.TrainSet);
IDataView train = mlContext.Data.Cache(features.Transform(split.TrainSet)), test = features.Transform(split.TestSet);
Console.WriteLine(features.Plan);

TableTask task = TableTask.Create(mlContext, kind, label);
Console.WriteLine($"Test rows    {task.Metrics}   seconds");
ITransformer network = Fit("SyreNetwork", task.Network);
Fit("LightGbm", task.Trees);

ITransformer model = features.Append(network);
ColumnImportanceReport importance = task.Importance(model, split.TestSet);
Console.Write($"\nSyreNetwork. {importance}");
string page = Path.ChangeExtension(file, ".html");
((SyreNetworkTransformer)network).Model.Describe(importance).SaveHtml(page);
Console.WriteLine($"\nWhat the model is and what it goes by, as a page: {page}");

mlContext.Model.Save(model, table.Schema, file);
ITransformer loaded = new MLContext().Model.Load(file, out DataViewSchema schema);
IDataView scored = loaded.Transform(mlContext.Data.TakeRows(mlContext.Data.LoadTable(path, schema), 3));
Console.WriteLine($"\nSaved {Path.GetFileName(file)} ({new FileInfo(file).Length / 1024} KB). Loaded with Microsoft's packages alone, " +
    $"it says of the first rows: {string.Join(", ", task.Predictions(scored).Select(FormattableString.Invariant))}");
foreach (ITransformer owned in new[] { network, loaded })
    (owned as IDisposable)?.Dispose();
return 0;

ITransformer Fit(string name, IEstimator<ITransformer> trainer)
{
    var clock = Stopwatch.StartNew();
    ITransformer fitted = trainer.Fit(train);
    double seconds = clock.Elapsed.TotalSeconds;
    string metrics = FormattableString.Invariant(task.Evaluate(fitted.Transform(test)));
    Console.WriteLine(FormattableString.Invariant($"  {name,-11}{metrics}{seconds,10:f1}"));
    return fitted;
}
