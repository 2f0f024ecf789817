using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.Studies.Tables;
using static TorchSharp.torch;

namespace Syre.Studies.Thresholds;

/// <summary>Where a problem's rows come from; each seed draws them anew from the training part.</summary>
/// <param name="Name">Its name in the report.</param>
/// <param name="Read">Draws the rows of a seed; at most that many to train on and to hold out.</param>
internal sealed record ProblemSource(string Name, Func<int, int, Problem> Read)
{
    /// <summary>Rows held out for each row to train on: measuring is cheap, and what was lost should be beyond noise.</summary>
    public const int HeldOutFactor = 3;

    /// <summary>Noisy tables beside those of the other studies, the first of them with several classes.</summary>
    private static readonly TableSource[] s_noisyTables =
    [
        new("covtype_20k", TableTask.Multiclass, "Cover_Type"),
        new("higgs_7k", TableTask.Binary, "label", Positive: "1"),
    ];

    /// <summary>Clips standardised features, of which some have far outliers.</summary>
    private const double Bound = 5;

    /// <summary>The tables and images that are here.</summary>
    public static IReadOnlyList<ProblemSource> Available(string? dataFolder) =>
    [
        .. TableSource.All.Concat(s_noisyTables).Select(table => (table, lines: table.ReadTrainingPart(dataFolder)))
            .Where(found => found.lines is not null)
            .Select(found => new ProblemSource(found.table.Name, (seed, rows) => ReadTable(found.table, found.lines!, seed, rows))),
        .. Images(dataFolder, "optdigits", "train.csv", largest: 16),
        .. Images(dataFolder, "mnist", "train_5k.csv.gz", largest: 255),
    ];

    private static IEnumerable<ProblemSource> Images(string? dataFolder, string name, string file, float largest)
    {
        if (dataFolder is null || Path.Combine(dataFolder, "images", name, file) is var path && !File.Exists(path))
            yield break;
        CsvLines lines = CsvLines.Read(path);
        yield return new ProblemSource(name, (seed, rows) => ReadImages(name, lines, largest, seed, rows));
    }

    private static Problem ReadTable(TableSource source, CsvLines lines, int seed, int rows)
    {
        (CsvLines training, CsvLines heldOut) = lines.Split(seed, rows, HeldOutFactor * rows);
        var mlContext = new MLContext(seed);
        (IDataView trainingRows, IDataView heldOutRows) = new TableReader(mlContext, source, lines).Read(training, heldOut);
        using var scope = NewDisposeScope();
        (Tensor x, Tensor heldOutX) = (Features(trainingRows), Features(heldOutRows));
        (Tensor y, Tensor heldOutY) = (Labels(trainingRows, source.Task), Labels(heldOutRows, source.Task));
        (Tensor mean, Tensor deviation) = (x.mean([0]), x.std(0, unbiased: false).clamp_min(1e-6));
        (x, heldOutX) = (Scaled(x), Scaled(heldOutX));
        int? classes = source.Task == TableTask.Regression ? null : (int)y.max().item<long>() + 1;
        if (classes is null)
        {
            (Tensor middle, Tensor spread) = (y.mean(), y.std(unbiased: false));
            (y, heldOutY) = ((y - middle) / spread, (heldOutY - middle) / spread);
        }
        return Kept(source.Name, classes, x, y, heldOutX, heldOutY);

        Tensor Scaled(Tensor features) => ((features - mean) / deviation).clamp(-Bound, Bound);
    }

    private static Problem ReadImages(string name, CsvLines lines, float largest, int seed, int rows)
    {
        (CsvLines training, CsvLines heldOut) = lines.Split(seed, rows, HeldOutFactor * rows);
        int label = Array.IndexOf(lines.Columns, "label");
        using var scope = NewDisposeScope();
        (Tensor x, Tensor y) = Pixels(training);
        (Tensor heldOutX, Tensor heldOutY) = Pixels(heldOut);
        return Kept(name, classes: 10, x, y, heldOutX, heldOutY);

        (Tensor, Tensor) Pixels(CsvLines part)
        {
            float[][] cells = [.. part.Rows.Select(
                row => row.Split(',').Select(cell => float.Parse(cell, CultureInfo.InvariantCulture)).ToArray())];
            float[] pixels = [.. cells.SelectMany(row => row.Where((_, column) => column != label)).Select(value => value / largest)];
            return (tensor(pixels).reshape(cells.Length, -1), tensor(cells.Select(row => (long)row[label]).ToArray()));
        }
    }

    private static Problem Kept(string name, int? classes, Tensor x, Tensor y, Tensor heldOutX, Tensor heldOutY) => new(
        name, classes, x.DetachFromDisposeScope(), y.DetachFromDisposeScope(),
        heldOutX.DetachFromDisposeScope(), heldOutY.DetachFromDisposeScope());

    private static Tensor Features(IDataView rows)
    {
        float[][] features = [.. rows.GetColumn<VBuffer<float>>("Features").Select(row => row.DenseValues().ToArray())];
        return tensor(features.SelectMany(row => row).ToArray()).reshape(features.Length, -1);
    }

    private static Tensor Labels(IDataView rows, TableTask task) => task switch
    {
        TableTask.Binary => tensor(rows.GetColumn<bool>("Label").Select(label => label ? 1L : 0L).ToArray()),
        TableTask.Multiclass => tensor(rows.GetColumn<uint>("Label").Select(key => (long)key - 1).ToArray()),
        _ => tensor(rows.GetColumn<float>("Label").ToArray()),
    };
}
