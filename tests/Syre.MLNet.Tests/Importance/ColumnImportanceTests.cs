using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Tests.Importance;

/// <summary>Columns as they come into a chain are permuted, and what the metric loses is told of each.</summary>
[TestClass]
public sealed class ColumnImportanceTests
{
    private static readonly SyreNetworkOptions s_small =
        new() { LabelColumnName = "Outcome", HiddenLayers = [16], Epochs = 20, BatchSize = 32, Members = 1, Seed = 3 };

    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> Trainers =>
    [
        [(Func<MLContext, IEstimator<ITransformer>>)(ml => ml.BinaryClassification.Trainers.SyreNetwork(s_small))],
        [(Func<MLContext, IEstimator<ITransformer>>)(ml => ml.BinaryClassification.Trainers.LightGbm("Outcome"))],
    ];

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void Columns_that_the_label_depends_on_come_before_those_of_other_types(
        Func<MLContext, IEstimator<ITransformer>> trainer)
    {
        IDataView table = Loan.Table(_ml);
        using var model = Owned.Of(Featurize().Append(trainer(_ml)).Fit(table));
        ColumnImportanceReport report =
            _ml.BinaryClassification.ColumnImportance(model.Value, Loan.Table(_ml, seed: 2), "Outcome", permutationCount: 3);
        Assert.AreEqual(TrainingMetric.LogLoss, report.Metric);
        Assert.AreEqual(400, report.Rows);
        CollectionAssert.AreEquivalent(new[] { "City", "Amount" }, report.Columns.Take(2).Select(column => column.Name).ToArray());
        CollectionAssert.AreEquivalent(
            new[] { "City", "Amount", "Signed", "Branch", "Readings" }, report.Columns.Select(column => column.Name).ToArray());
        CollectionAssert.AreEqual(new[] { "Delay", "Id", "Weight" }, report.UnusedColumns.ToArray());
        double noise = report.Columns.Skip(2).Max(column => column.Importance);
        Assert.IsGreaterThan(5 * Math.Max(noise, 0), report.Columns[1].Importance, report.ToString());
        Assert.IsLessThan(report.Columns[0].Importance / 5, report.Columns[0].StandardError);
        StringAssert.Contains(report.ToString(), "not used: Delay, Id, Weight");
    }

    [TestMethod]
    public void Importance_is_what_the_metric_loses()
    {
        // Score is 2a + b and the label too: the error without a is 2(a' − a), whose mean square is 8 variances.
        IDataView rows = Sums(2000);
        ColumnImportanceReport report = _ml.Regression.ColumnImportance(
            Sum("(a,b,twin)=>2*a+b", "A", "B", "Twin").Fit(rows), rows, new ColumnImportanceOptions { PermutationCount = 8 });
        Assert.AreEqual(0, report.Value);
        CollectionAssert.AreEqual(new[] { "A", "B", "Twin" }, report.Columns.Select(column => column.Name).ToArray());
        double deviation = 1 / Math.Sqrt(12);
        Assert.AreEqual(2 * Math.Sqrt(2) * deviation, report.Columns[0].Importance, 0.02);
        Assert.AreEqual(Math.Sqrt(2) * deviation, report.Columns[1].Importance, 0.01);
        Assert.AreEqual(0, report.Columns[2].Importance, "read, but of no effect");
        Assert.IsGreaterThan(0, report.Columns[0].StandardError);
        CollectionAssert.AreEqual(new[] { "C", "Zero" }, report.UnusedColumns.ToArray());
    }

    [TestMethod]
    public void Columns_of_a_group_are_permuted_by_one_order()
    {
        IDataView rows = Sums(500);
        ITransformer model = Sum("(a,twin)=>a-twin", "A", "Twin").Fit(rows);
        var options = new ColumnImportanceOptions { LabelColumnName = "Zero", Metric = TrainingMetric.MeanAbsoluteError };
        ColumnImportanceReport alone = _ml.Regression.ColumnImportance(model, rows, options);
        ColumnImportanceReport together = _ml.Regression.ColumnImportance(
            model, rows, options with { Groups = new Dictionary<string, IReadOnlyList<string>> { ["both"] = ["A", "Twin"] } });
        Assert.IsTrue(alone.Columns.All(column => Math.Abs(column.Importance) > 0.1), alone.ToString());
        ImportantColumn both = together.Columns.Single();
        Assert.AreEqual("both", both.Name);
        Assert.AreEqual(0, both.Importance, 1e-7, "a − twin is the same of every row");
    }

    [TestMethod]
    public void The_same_seed_gives_the_same_report_whatever_else_is_in_the_data()
    {
        IDataView rows = Sums(300);
        ITransformer model = Sum("(a,b)=>a+b", "A", "B").Fit(rows);
        var options = new ColumnImportanceOptions { Seed = 7, MaximumRows = 100 };
        ColumnImportanceReport report = _ml.Regression.ColumnImportance(model, rows, options);
        IDataView fewer = _ml.Transforms.DropColumns("C", "Twin").Fit(rows).Transform(rows);
        Assert.AreEqual(report.Columns[0], _ml.Regression.ColumnImportance(model, fewer, options).Columns[0] with
        {
            Columns = report.Columns[0].Columns,
        });
        Assert.AreEqual(report.ToString(), new MLContext(seed: 99).Regression.ColumnImportance(model, rows, options).ToString());
        Assert.AreNotEqual(report.ToString(), _ml.Regression.ColumnImportance(model, rows, options with { Seed = 8 }).ToString());
        Assert.AreEqual(100, report.Rows);
    }

    [TestMethod]
    public void The_sample_is_of_all_rows_and_not_of_the_first()
    {
        IDataView rows = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 1000).Select(i => new Numbers { A = i, Label = i }).ToList());
        ColumnImportanceReport report = _ml.Regression.ColumnImportance(
            Sum("(a)=>a", "A").Fit(rows), rows, new ColumnImportanceOptions { MaximumRows = 200, PermutationCount = 1 });
        // Permuted numbers of 0 to 999 are 408 apart (root mean square), of 0 to 199 they would be 82.
        Assert.AreEqual(408, report.Columns[0].Importance, 60);
        Assert.IsTrue(double.IsNaN(report.Columns[0].StandardError));
    }

    [TestMethod]
    public void A_model_from_a_file_says_the_same()
    {
        IDataView table = Loan.Table(_ml, 200);
        using var model = Owned.Of(Featurize().Append(_ml.BinaryClassification.Trainers.SyreNetwork(s_small)).Fit(table));
        using var stream = new MemoryStream();
        _ml.Model.Save(model.Value, table.Schema, stream);
        using var loaded = Owned.Of(_ml.Model.Load(stream, out _));
        var options = new ColumnImportanceOptions { LabelColumnName = "Outcome", PermutationCount = 2, Seed = 1 };
        ColumnImportanceReport memory = _ml.BinaryClassification.ColumnImportance(model.Value, table, options);
        ColumnImportanceReport file = _ml.BinaryClassification.ColumnImportance(loaded.Value, table, options);
        foreach ((ImportantColumn one, ImportantColumn other) in memory.Columns.Zip(file.Columns))
        {
            Assert.AreEqual(one.Name, other.Name);
            Assert.AreEqual(one.Importance, other.Importance, 1e-5);
        }
    }

    [TestMethod]
    public void A_label_that_is_a_feature_too_is_permuted_as_a_feature_alone()
    {
        IDataView rows = Sums(300);
        ColumnImportanceReport report = _ml.Regression.ColumnImportance(Sum("(label)=>label", "Label").Fit(rows), rows);
        Assert.IsGreaterThan(0.1, report.Columns.Single().Importance, "the leak is seen");
    }

    private IEstimator<ITransformer> Featurize() => _ml.Transforms.FeaturizeTable(new FeaturizeTableOptions
    {
        LabelColumnName = "Outcome",
        LabelKind = TableLabelKind.Boolean,
        IgnoredColumnNames = ["Delay", "Weight"],
    });

    private IEstimator<ITransformer> Sum(string formula, params string[] columns) =>
        _ml.Transforms.Expression("Score", formula, columns);

    private IDataView Sums(int rows)
    {
        var random = new Random(5);
        return _ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(_ =>
        {
            float a = random.NextSingle(), b = random.NextSingle();
            return new Numbers { A = a, B = b, C = random.NextSingle(), Twin = a, Label = 2 * a + b };
        }).ToList());
    }

    private sealed class Numbers
    {
        public float A { get; set; }

        public float B { get; set; }

        public float C { get; set; }

        public float Twin { get; set; }

        public float Label { get; set; }

        public float Zero { get; set; }
    }
}
