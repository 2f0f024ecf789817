// Which of seven things does a patch of an outdoor photograph show? 19 numbers describe each patch (data/segment).
// Trains a network with syre, asks whether it has collapsed, compares it with ML.NET's own trainers, saves it, and loads it as any ML.NET
// app would.
using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet;

var mlContext = new MLContext(seed: 1);
string folder = Path.Combine(AppContext.BaseDirectory, "data");
IDataView train = mlContext.Data.LoadFromTextFile<Patch>(Path.Combine(folder, "train.csv"), separatorChar: ',', hasHeader: true);
IDataView test = mlContext.Data.LoadFromTextFile<Patch>(Path.Combine(folder, "test.csv"), separatorChar: ',', hasHeader: true);
var label = mlContext.Transforms.Conversion.MapValueToKey("Label");

// 1. Train.
var network = mlContext.MulticlassClassification.Trainers.SyreNetwork(new SyreNetworkOptions
{
    Progress = p =>
    {
        if (p.Epoch % 16 == 0)
        {
            Console.WriteLine($"network {p.Member + 1}  epoch {p.Epoch}/{p.Epochs}  loss {p.TrainingLoss:f3}  " +
                $"validation error {p.ValidationError:p1}  {p.Elapsed.TotalSeconds:f1} s");
        }
    },
});
var clock = Stopwatch.StartNew();
var model = label.Append(network).Fit(train);
double seconds = clock.Elapsed.TotalSeconds;

Console.WriteLine($"\n\nHas it collapsed? {model.LastTransformer.Report.Summary}");

// 2. Compare with ML.NET's own trainers on the same split.
Console.WriteLine("\nTest rows            accuracy   log-loss   seconds");
Print("SyreNetwork", model, seconds);
Compare("LightGbm", label.Append(mlContext.MulticlassClassification.Trainers.LightGbm()));
Compare("SdcaMaximumEntropy", label.Append(mlContext.Transforms.NormalizeMeanVariance("Features"))
    .Append(mlContext.MulticlassClassification.Trainers.SdcaMaximumEntropy()));

// 3. Save, then load with plain ML.NET. The file needs neither TorchSharp nor Syre.MLNet.
string path = Path.Combine(AppContext.BaseDirectory, "segment.zip");
model.SaveAtomically(mlContext, train.Schema, path);
ITransformer loaded = new MLContext().Model.Load(path, out _);
Console.WriteLine($"\nSaved segment.zip ({new FileInfo(path).Length / 1024} KB), loaded it with Microsoft.ML alone.");

// 4. Predict.
// The engine owns the model that it is given, and disposes of it. Engines that share one are created with OwnsTransformer = false.
using var engine = mlContext.Model.CreatePredictionEngine<Patch, Prediction>(loaded);
VBuffer<ReadOnlyMemory<char>> names = default;
engine.OutputSchema["Score"].GetSlotNames(ref names);
foreach (Patch patch in mlContext.Data.CreateEnumerable<Patch>(test, reuseRowObject: false).Take(5))
{
    Prediction prediction = engine.Predict(patch);
    Console.WriteLine(
        $"  {patch.Label,-10} predicted {names.GetItemOrDefault((int)prediction.PredictedLabel - 1),-10} {prediction.Score.Max():p1}");
}

void Compare(string name, IEstimator<ITransformer> pipeline)
{
    clock.Restart();
    ITransformer other = pipeline.Fit(train);
    Print(name, other, clock.Elapsed.TotalSeconds);
}

void Print(string name, ITransformer trained, double time)
{
    var metrics = mlContext.MulticlassClassification.Evaluate(trained.Transform(test));
    Console.WriteLine($"  {name,-18} {metrics.MicroAccuracy,9:f4} {metrics.LogLoss,10:f4} {time,9:f1}");
}

internal sealed class Patch
{
    [LoadColumn(0, 18), VectorType(19)] public float[] Features { get; set; } = [];
    [LoadColumn(19)] public string Label { get; set; } = "";
}

internal sealed class Prediction
{
    public uint PredictedLabel { get; set; }
    public float[] Score { get; set; } = [];
}
