using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Tests.Conformance;

namespace Syre.MLNet.Tests.Importance;

/// <summary>The metric of the rows as they are is the one that ML.NET's own evaluators give.</summary>
[TestClass]
public sealed class ImportanceMetricTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Two_classes()
    {
        IDataView rows = TestData.Binary(_ml), held = TestData.Binary(_ml, seed: 2);
        var model = _ml.BinaryClassification.Trainers.LbfgsLogisticRegression().Fit(rows);
        CalibratedBinaryClassificationMetrics expected = _ml.BinaryClassification.Evaluate(model.Transform(held));
        Assert.AreEqual(expected.LogLoss * Math.Log(2), Value(TrainingMetric.Auto), 1e-6);
        Assert.AreEqual(expected.AreaUnderRocCurve, Value(TrainingMetric.AreaUnderRocCurve), 1e-9);
        Assert.AreEqual(expected.Accuracy, Value(TrainingMetric.Accuracy), 1e-9);

        double Value(TrainingMetric metric)
        {
            ColumnImportanceReport report = _ml.BinaryClassification.ColumnImportance(
                model, held, new ColumnImportanceOptions { Metric = metric, PermutationCount = 1 });
            ImportantColumn features = report.Columns.Single();
            Assert.AreEqual("Features", features.Name);
            Assert.IsGreaterThan(0.2, features.Importance, $"{metric}: worse is more, whether the metric rises or falls");
            return report.Value;
        }
    }

    [TestMethod]
    public void Scores_that_are_no_probabilities_are_judged_by_their_ranks()
    {
        IDataView rows = TestData.Binary(_ml);
        var model = _ml.BinaryClassification.Trainers.AveragedPerceptron().Fit(rows);
        Assert.AreEqual(TrainingMetric.AreaUnderRocCurve, _ml.BinaryClassification.ColumnImportance(model, rows).Metric);
        var refused = Assert.ThrowsExactly<InvalidOperationException>(() => _ml.BinaryClassification.ColumnImportance(
            model, rows, new ColumnImportanceOptions { Metric = TrainingMetric.LogLoss }));
        StringAssert.Contains(refused.Message, "no column 'Probability'");
    }

    [TestMethod]
    public void Several_classes()
    {
        IDataView rows = TestData.Multiclass(_ml), held = TestData.Multiclass(_ml, seed: 2);
        var model = _ml.MulticlassClassification.Trainers.LightGbm(numberOfIterations: 5).Fit(rows);
        MulticlassClassificationMetrics expected = _ml.MulticlassClassification.Evaluate(model.Transform(held));
        ColumnImportanceReport report = _ml.MulticlassClassification.ColumnImportance(model, held);
        Assert.AreEqual(TrainingMetric.LogLoss, report.Metric);
        Assert.AreEqual(expected.LogLoss, report.Value, 1e-6);
        report = _ml.MulticlassClassification.ColumnImportance(
            model, held, new ColumnImportanceOptions { Metric = TrainingMetric.Accuracy });
        Assert.AreEqual(expected.MicroAccuracy, report.Value, 1e-9);
    }

    [TestMethod]
    public void Numbers_by_weight()
    {
        IDataView rows = TestData.Regression(_ml);
        var model = _ml.Regression.Trainers.Sdca().Fit(rows);
        RegressionMetrics expected = _ml.Regression.Evaluate(model.Transform(rows));
        Assert.AreEqual(expected.RootMeanSquaredError, Value(new()), 1e-6);
        Assert.AreEqual(expected.MeanAbsoluteError, Value(new() { Metric = TrainingMetric.MeanAbsoluteError }), 1e-6);

        float[] weights = [.. rows.GetColumn<float>("Weight")], labels = [.. rows.GetColumn<float>("Label")];
        float[] scores = [.. model.Transform(rows).GetColumn<float>("Score")];
        double sum = weights.Select((weight, i) => weight * Math.Pow(scores[i] - labels[i], 2)).Sum();
        Assert.AreEqual(Math.Sqrt(sum / weights.Sum(weight => (double)weight)), Value(new() { ExampleWeightColumnName = "Weight" }), 1e-6);

        double Value(ColumnImportanceOptions options) => _ml.Regression.ColumnImportance(model, rows, options).Value;
    }

    [TestMethod]
    public void Rows_without_a_label_do_not_count()
    {
        List<Example<float>> examples = TestData.Examples(100, 1, sparse: true, TestData.RegressionLabel);
        examples[3].Label = float.NaN;
        IDataView rows = TestData.View(_ml, examples);
        var model = _ml.Regression.Trainers.Sdca().Fit(rows);
        Assert.AreEqual(99, _ml.Regression.ColumnImportance(model, rows).Rows);
        StringAssert.Contains(_ml.Regression.ColumnImportance(model, _ml.Data.TakeRows(rows, 1)).ToString(), " of 1 row; ");
    }

    [TestMethod]
    public void What_cannot_be_is_refused_and_says_why()
    {
        IDataView rows = TestData.Regression(_ml);
        var model = _ml.Regression.Trainers.Sdca().Fit(rows);
        var groups = new Dictionary<string, IReadOnlyList<string>> { ["one"] = ["Features"], ["two"] = ["Features"] };
        string options = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Regression.ColumnImportance(model, rows, new()
        {
            LabelColumnName = "",
            Metric = TrainingMetric.Accuracy,
            PermutationCount = 0,
            MaximumRows = 1,
            Groups = groups,
        })).Message;
        foreach (string said in (string[])["5 violation", "LabelColumnName", "RootMeanSquaredError", "PermutationC", "MaximumR", "in one"])
            StringAssert.Contains(options, said);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Regression.ColumnImportance(model, rows, "Nothing")).Message,
            "Could not find label column 'Nothing'");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Regression.ColumnImportance(model, rows, new ColumnImportanceOptions
            {
                Groups = new Dictionary<string, IReadOnlyList<string>> { ["one"] = ["Nothing"] },
            })).Message,
            "which the data do not have");
        StringAssert.Contains(Refused(new() { ["Label"] = ["Features"] }), "Give the group another name");
        StringAssert.Contains(Refused(new() { ["one"] = [] }), "a group without columns");
        StringAssert.Contains(Refused(new() { ["one"] = [null!] }), "or with one that is null");
        IDataView none = _ml.Data.FilterRowsByColumn(rows, "Label", lowerBound: 1e9);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Regression.ColumnImportance(model, none)).Message, "0 of 0 rows");

        string Refused(Dictionary<string, IReadOnlyList<string>> groups) => Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => _ml.Regression.ColumnImportance(model, rows, new ColumnImportanceOptions { Groups = groups })).Message;
    }

    [TestMethod]
    public void Cancelling_ends_it()
    {
        IDataView rows = TestData.Regression(_ml);
        var model = _ml.Regression.Trainers.Sdca().Fit(rows);
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.ThrowsExactly<OperationCanceledException>(() => _ml.Regression.ColumnImportance(
            model, rows, new ColumnImportanceOptions { CancellationToken = stop.Token }));
        _ml.CancelExecution();
        Assert.ThrowsExactly<OperationCanceledException>(() => _ml.Regression.ColumnImportance(model, rows));
    }
}
