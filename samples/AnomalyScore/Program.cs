// Which rows are of a kind that nobody has seen? Of each class of a table in turn no row is trained on, and the area under the ROC curve
// says how well its test rows are told from those of the other classes. AnomalyScore [seeds [train.csv test.csv label]]
using System.Diagnostics;
using AnomalyScoreSample;
using Microsoft.ML;
using Syre.MLNet;

int seeds = 3;
if (args.Length is not (0 or 1 or 4) || (args.Length > 0 && (!int.TryParse(args[0], out seeds) || seeds < 1)))
{
    Console.Error.WriteLine("usage: AnomalyScore [seeds [train.csv test.csv label]]");
    return 2;
}
bool isOwn = args.Length == 4;
string folder = Path.Combine(AppContext.BaseDirectory, "data"), label = isOwn ? args[3] : "class";

var mlContext = new MLContext(seed: 1);
IDataView trainRows = mlContext.Data.LoadTable(isOwn ? args[1] : Path.Combine(folder, "train.csv"));
IDataView testRows = mlContext.Data.LoadTable(isOwn ? args[2] : Path.Combine(folder, "test.csv"), trainRows.Schema);
// What a slot is follows from the types of the columns; no detector learns of a row by it.
FeaturizeTableTransformer featurizer = mlContext.Transforms.FeaturizeTable(label, TableLabelKind.Key).Fit(trainRows);
string[] names = Table.ClassNames(featurizer.Transform(trainRows).Schema[label]);
Table train = Table.Read(featurizer.Transform(trainRows), label), test = Table.Read(featurizer.Transform(testRows), label);
int slots = train.Features[0].Length, size = Math.Min((slots + 1) / 2, 16);
IReadOnlyList<Detector> detectors = Detector.All(size);

Line($"{train.Classes.Length} training and {test.Classes.Length} test rows of {slots} features;");
Line($"{size} directions, or numbers in an embedding. AUC of a class that was not trained on, mean of {seeds} seed(s):");
Line($"{"class left out",-14}{Row(detectors.Select(detector => detector.Name))}");
double[][] means = [.. detectors.Select(_ => new double[seeds])];
double[] seconds = new double[detectors.Count];
for (uint left = 1; left <= names.Length; left++)
{
    bool[] isStrange = Array.ConvertAll(test.Classes, one => one == left);
    var areas = new double[detectors.Count];
    foreach ((int at, Detector detector) in detectors.Index())
    {
        for (int seed = 0; seed < seeds; seed++)
        {
            var ml = new MLContext(seed + 1);
            var clock = Stopwatch.StartNew();
            double area = RankArea.Of(detector.Fit(ml, train.View(ml, without: left))(test.View(ml)), isStrange);
            seconds[at] += clock.Elapsed.TotalSeconds / (seeds * names.Length);
            areas[at] += area / seeds;
            means[at][seed] += area / names.Length;
        }
    }
    Line($"{names[left - 1],-14}{Row(areas.Select(area => FormattableString.Invariant($"{area:f3}")))}");
}
Line($"{"mean",-14}{Row(means.Select(of => FormattableString.Invariant($"{of.Average():f3}")))}");
Line($"{"of a seed",-14}{Row(means.Select(of => FormattableString.Invariant($"{of.Min():f3} to {of.Max():f3}")))}");
Line($"{"seconds",-14}{Row(seconds.Select(one => FormattableString.Invariant($"{one:f2}")))}");
return 0;

static string Row(IEnumerable<string> cells) => string.Concat(cells.Select(cell => $"{cell,25}"));

static void Line(FormattableString text) => Console.WriteLine(FormattableString.Invariant(text));
