using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet;
using Syre.Studies.Measuring;
using Syre.Studies.Tables;

namespace Syre.Studies.Arms;

/// <summary>
/// Compares options of the trainer over tables. Test rows are never read: each seed draws rows to measure on from the training part, and
/// all arms train on the same rest with the same seed. As many fits run at once as there are cores, each with one thread.
/// </summary>
internal sealed class ArmStudy(string name, ArmDescription description) : IStudy
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Question => description.Question;

    /// <inheritdoc/>
    public void Run(StudySettings settings, TextWriter output)
    {
        (TableSource Source, CsvLines Lines)[] tables =
        [
            .. TableSource.All.Where(source => settings.Tables.Count == 0 || settings.Tables.Contains(source.Name))
                .Select(source => (source, source.ReadTrainingPart(settings.Data)!)).Where(table => table.Item2 != null),
        ];
        var results = new ConcurrentDictionary<(string Table, string Arm, int Seed), ArmResult>();
        (TableSource Source, CsvLines Lines, int Seed)[] work =
            [.. Enumerable.Range(1, settings.Seeds).SelectMany(seed => tables.Select(table => (table.Source, table.Lines, seed)))];
        Parallel.ForEach(work, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, item =>
        {
            (CsvLines training, CsvLines heldOut) = item.Lines.Split(item.Seed, settings.MaxRows);
            var mlContext = new MLContext(item.Seed);
            (IDataView train, IDataView test) = new TableReader(mlContext, item.Source, item.Lines).Read(training, heldOut);
            foreach ((string arm, var options) in description.Arms)
            {
                SyreNetworkOptions own = ArmDescription.Options(options) with { Threads = 1, Seed = item.Seed };
                ArmResult result = results[(item.Source.Name, arm, item.Seed)] = Measure(mlContext, item.Source.Task, own, train, test);
                Console.Error.WriteLine($"{item.Source.Name}, seed {item.Seed}, {arm}: {result}");
            }
        });
        Write(output, tables, (table, arm) =>
            ArmResult.Mean([.. Enumerable.Range(1, settings.Seeds).Select(seed => results[(table, arm, seed)])]));
    }

    private void Write(TextWriter output, (TableSource Source, CsvLines Lines)[] tables, Func<string, string, ArmResult> result)
    {
        string first = description.Arms.Keys.First();
        output.WriteLine(
            $"Change in % of each measure against \"{first}\", geometric mean over tables ± standard error over tables (not seeds); " +
            "of all less is better. Seconds of a fit with one thread, while as many run as there are cores (and other work beside them, " +
            "unless said); epochs done. Means over tables.");
        output.WriteLine();
        output.WriteLine("| arm | error | 1 − AUC | log-loss | RMSE | MAE | s, classes | s, numbers | epochs, classes | numbers |");
        output.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
        string[] classes = [.. tables.Where(table => table.Source.Task != TableTask.Regression).Select(table => table.Source.Name)];
        string[] numbers = [.. tables.Select(table => table.Source.Name).Except(classes)];
        foreach (string arm in description.Arms.Keys)
        {
            output.WriteLine($"| {arm} | {Change(one => one.Error)} | {Change(one => one.Area)} | {Change(one => one.LogLoss)} | " +
                $"{Change(one => one.Rmse)} | {Change(one => one.Mae)} | {Mean(classes, one => one.Seconds, "0.00")} | " +
                $"{Mean(numbers, one => one.Seconds, "0.00")} | {Mean(classes, one => one.Epochs, "0")} | " +
                $"{Mean(numbers, one => one.Epochs, "0")} |");

            string Change(Func<ArmResult, double> of)
            {
                double[] logs = [.. tables.Select(table => table.Source.Name)
                    .Select(table => Math.Log(of(result(table, arm)) / of(result(table, first)))).Where(double.IsFinite)];
                return logs.Length == 0 ? "" : Spread.Of([.. logs.Select(log => 100 * (Math.Exp(log) - 1))]).WithError("+0.0;-0.0;0.0");
            }

            string Mean(string[] some, Func<ArmResult, double> of, string format) =>
                some.Length == 0 ? "" : some.Average(table => of(result(table, arm))).ToString(format);
        }
        output.WriteLine();
        output.WriteLine($"| table | rows | {string.Join(" | ", description.Arms.Keys)} |");
        output.WriteLine($"|---|---|{string.Concat(description.Arms.Keys.Select(_ => "---|"))}");
        foreach ((TableSource source, CsvLines lines) in tables)
        {
            output.WriteLine($"| {source.Name} | {lines.Rows.Count} | " +
                $"{string.Join(" | ", description.Arms.Keys.Select(arm => Cell(result(source.Name, arm))))} |");
        }

        static string Cell(ArmResult one) => double.IsNaN(one.Rmse) ? $"{one.Error:0.0000} / {one.LogLoss:0.0000}" : $"{one.Rmse:g5}";
    }

    private static ArmResult Measure(MLContext mlContext, TableTask task, SyreNetworkOptions options, IDataView train, IDataView test)
    {
        bool isOfNumbers = options.Metric is TrainingMetric.RootMeanSquaredError or TrainingMetric.MeanAbsoluteError;
        if (isOfNumbers != (task == TableTask.Regression))
            options = options with { Metric = TrainingMetric.Auto };
        var clock = Stopwatch.StartNew();
        using SyreNetworkTransformer model = TableTrial.Trainer(mlContext, task, options).Fit(train);
        double seconds = clock.Elapsed.TotalSeconds;
        IDataView scored = model.Transform(test);
        double epochs = model.Summary.Epochs;
        switch (task)
        {
            case TableTask.Binary:
                CalibratedBinaryClassificationMetrics binary = mlContext.BinaryClassification.Evaluate(scored);
                // ML.NET's binary log-loss is in bits.
                return new(
                    1 - binary.Accuracy, 1 - binary.AreaUnderRocCurve, binary.LogLoss * Math.Log(2), double.NaN, double.NaN, seconds,
                    epochs);
            case TableTask.Multiclass:
                MulticlassClassificationMetrics multiclass = mlContext.MulticlassClassification.Evaluate(scored);
                return new(1 - multiclass.MicroAccuracy, double.NaN, multiclass.LogLoss, double.NaN, double.NaN, seconds, epochs);
            default:
                RegressionMetrics regression = mlContext.Regression.Evaluate(scored);
                return new(
                    double.NaN, double.NaN, double.NaN, regression.RootMeanSquaredError, regression.MeanAbsoluteError, seconds, epochs);
        }
    }
}
