// Trains the model, tells how good it is and whether it has collapsed, and predicts with the saved file: CreditRisk.Trainer [model.zip]
using System.Globalization;
using Microsoft.ML.Data;
using ModelBuilderApp;
using Syre.Torch;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
// Beside the program unless an argument says where.
if (args is [string path])
    CreditRisk.ModelPath = path;
string data = Path.Combine(AppContext.BaseDirectory, "credit-g.csv");
(MulticlassClassificationMetrics metrics, CollapseReport report) = CreditRisk.Train(CreditRisk.ModelPath, data);

Console.WriteLine(
    $"On rows held back: accuracy {metrics.MicroAccuracy:f3}, mean over classes {metrics.MacroAccuracy:f3}, log-loss {metrics.LogLoss:f3}");
Console.WriteLine(metrics.ConfusionMatrix.GetFormattedConfusionTable());
Console.WriteLine($"Has it collapsed? {report.Summary}");
var file = new FileInfo(CreditRisk.ModelPath);
Console.WriteLine($"Saved {file.Name} ({file.Length / 1024} KB). Predictions from it:\n");
Applicants.PrintPredictions();
CreditRisk.PredictEngine.Value.Dispose();
