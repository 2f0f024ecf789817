// Trains the model, tells how good it is and whether it has collapsed, and predicts with the saved file: SupportTickets.Trainer [model.zip]
using System.Globalization;
using Microsoft.ML.Data;
using ModelBuilderApp;
using Syre.Torch;
using TextClassificationSample;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
// Beside the program unless an argument says where.
if (args is [string path])
    SupportTickets.ModelPath = path;
// A shop's tickets come from its database; these are invented.
string data = Path.Combine(AppContext.BaseDirectory, "tickets.tsv");
List<LabelledText> tickets = new Tickets(seed: 1).Make(2000);
File.WriteAllLines(data, tickets.Select(ticket => $"{ticket.Label}\t{ticket.Text}").Prepend("class\ttext"));
(MulticlassClassificationMetrics metrics, CollapseReport report) = SupportTickets.Train(SupportTickets.ModelPath, data);

Console.WriteLine(
    $"On rows held back: accuracy {metrics.MicroAccuracy:f3}, mean over classes {metrics.MacroAccuracy:f3}, log-loss {metrics.LogLoss:f3}");
Console.WriteLine(metrics.ConfusionMatrix.GetFormattedConfusionTable());
Console.WriteLine($"Has it collapsed? {report.Summary}");
var file = new FileInfo(SupportTickets.ModelPath);
Console.WriteLine($"Saved {file.Name} ({file.Length / 1024} KB). Predictions from it:\n");
Examples.PrintPredictions();
SupportTickets.PredictEngine.Value.Dispose();
