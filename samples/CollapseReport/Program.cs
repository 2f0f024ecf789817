// Trains the same ReLU network with plain weight decay and with syre, under 400 times the usual decay, on the outdoor photographs of
// data/segment. Each runs with three seeds. Prints both reports and what differs beyond noise, and writes the HTML page.
using System.Globalization;
using CollapseReportSample;
using Microsoft.ML;
using Syre.MLNet;
using Syre.Reporting;
using Syre.Torch;

const int seeds = 3;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var mlContext = new MLContext(seed: 1);
string folder = Path.Combine(AppContext.BaseDirectory, "data");
IDataView train = mlContext.Data.LoadFromTextFile<Patch>(Path.Combine(folder, "train.csv"), separatorChar: ',', hasHeader: true);
IDataView test = mlContext.Data.LoadFromTextFile<Patch>(Path.Combine(folder, "test.csv"), separatorChar: ',', hasHeader: true);

// With syre first: its validation error is then the reference for the network without.
Arm with = Train(DecayMode.Syre, reference: null);
Arm without = Train(DecayMode.Plain, reference: with.Reports.Average(report => report.Evidence.ValidationError!.Value));

Console.WriteLine($"With syre (seed 1)\n\n{with.Reports[0]}\n");
Console.WriteLine($"Without syre: plain weight decay (seed 1)\n\n{without.Reports[0]}\n");
CollapseComparison comparison = CollapseComparison.Of(with.Reports, without.Reports, "with syre", "without");
Console.WriteLine(comparison);
Console.WriteLine(Paragraph.Of(with, without, comparison));

string page = Path.Combine(AppContext.BaseDirectory, "collapse-report.html");
comparison.SaveHtml(page);
Console.WriteLine($"\nThe pictures are in {page}");

Arm Train(DecayMode mode, double? reference)
{
    var arm = new Arm();
    for (int seed = 1; seed <= seeds; seed++)
    {
        var options = new SyreNetworkOptions
        {
            // One network of RealMLP's widths, trained as that is: a collapse is easier to see in one.
            Members = 1,
            HiddenLayers = [256, 256, 256],
            BatchSize = 256,
            LabelSmoothing = 0.1,
            Metric = TrainingMetric.Accuracy,
            EarlyStopping = false,
            Seed = seed,
            Epochs = 60,
            Activation = Activation.Relu,
            ParametricActivation = false,
            Syre = new SyreOptions { Mode = mode, WeightDecay = 8, Sigma0 = 1 },
            Collapse = new CollapseOptions { HistoryEvery = 5, ReferenceError = reference, Policy = CollapsePolicy.Ignore },
        };
        var model = mlContext.Transforms.Conversion.MapValueToKey("Label")
            .Append(mlContext.MulticlassClassification.Trainers.SyreNetwork(options))
            .Fit(train);
        double accuracy = mlContext.MulticlassClassification.Evaluate(model.Transform(test)).MicroAccuracy;
        CollapseReport report = model.LastTransformer.Report;
        Console.WriteLine($"{mode}, seed {seed}: test accuracy {accuracy:f3}, {report.Verdict}");
        arm.Add(accuracy, report);
        model.LastTransformer.Dispose();
    }
    Console.WriteLine();
    return arm;
}
