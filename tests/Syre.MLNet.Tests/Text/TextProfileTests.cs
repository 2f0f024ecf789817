using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Objectives;
using Syre.MLNet.Stock;
using Syre.MLNet.SyreTextClassification;
using Syre.Torch;

namespace Syre.MLNet.Tests.Text;

/// <summary>A monitor of texts compares with texts that training did not see.</summary>
[TestClass]
public sealed class TextProfileTests
{
    private static readonly MLContext s_ml = new(seed: 1);

    [TestMethod]
    public void New_texts_of_the_source_are_no_drift_and_other_texts_are()
    {
        string path = Path.GetTempFileName();
        using SyreTextClassificationTransformer model = Fit(SmallText.Options with { Epochs = 8, ProfileFraction = 0.1 });
        s_ml.Model.Save(model, Texts(1, 1).Schema, path);
        RowProfile profile = model.Report.RowProfile!;
        Assert.AreEqual((true, 150L), (profile.HeldBack, profile.Rows));
        foreach (CollapseReport report in new[] { model.Report, SyreModelFile.ReadReport(path) })
        {
            // Every shift beyond chance counts: the rows of the profile are as new to the network as these.
            var monitor = new CollapseMonitor(report, new CollapseMonitorOptions { FalseAlarmRate = 0.05, MinimumShift = 0 });
            for (int seed = 2; seed < 5; seed++)
            {
                monitor.Add(model.Transform(Texts(1000, seed)));
                Assert.IsFalse(monitor.Restart().IsDrifting);
            }
            monitor = new CollapseMonitor(report);
            monitor.Add(model.Transform(Texts(1000, 2, firstWord: 100_000)));
            Assert.IsTrue(monitor.Current.IsDrifting);
            Assert.IsNull(monitor.Current.Remark);
        }
        File.Delete(path);
    }

    /// <summary>Neither words, nor weights, nor the epoch: the model is that of the other rows, to the bit.</summary>
    [TestMethod]
    public void Nothing_but_the_temperature_is_learnt_from_the_texts_of_the_profile()
    {
        IDataView all = Texts(1500, 1);
        var cancellation = new Cancellation((Microsoft.ML.Runtime.IHostEnvironment)s_ml, default);
        (IDataView training, IDataView heldBack) =
            HeldBackTexts.Split(all, new BinaryObjective(), SmallText.Options, 1, cancellation)!.Value;
        Assert.AreEqual((1470L, 30L), (training.GetRowCount(), heldBack.GetRowCount()));
        using SyreTextClassificationTransformer with = Fit(SmallText.Options with { Calibrate = false }, all),
            without = Fit(SmallText.Options with { ProfileFraction = 0 }, training);
        Assert.AreEqual((1470, 0), (with.Summary.TrainingRows, with.Summary.ValidationRows));
        CollectionAssert.AreEqual(Scores(without), Scores(with));
        Assert.IsFalse(without.Report.RowProfile!.HeldBack);

        static float[] Scores(SyreTextClassificationTransformer model) => [.. model.Transform(Texts(200, 2)).GetColumn<float>("Score")];
    }

    /// <summary>Words that only held-back texts have are no words of the model, or they would be known better than new ones.</summary>
    [TestMethod]
    public void Validation_texts_are_the_profile_where_there_are_any()
    {
        using SyreTextClassificationTransformer model = Fit(SmallText.Options with { ValidationFraction = 0.3 });
        Assert.AreEqual((1050, 450), (model.Summary.TrainingRows, model.Summary.ValidationRows));
        Assert.AreEqual((true, 450L), (model.Report.RowProfile!.HeldBack, model.Report.RowProfile.Rows));
        var monitor = new CollapseMonitor(model.Report, new CollapseMonitorOptions { MinimumShift = 0 });
        monitor.Add(model.Transform(Texts(1000, 2)));
        Assert.IsFalse(monitor.Current.IsDrifting);
    }

    [TestMethod]
    [DataRow(1, 0.02, 0)]
    [DataRow(470, 0.02, 0)]
    [DataRow(500, 0.02, 10)]
    [DataRow(500, 0, 0)]
    [DataRow(1200, 0.5, 500)]
    public void The_profile_is_of_10_to_500_texts_or_there_is_no_verdict(int rows, double fraction, int profiled)
    {
        using SyreTextClassificationTransformer model = Fit(
            SmallText.Options with { ProfileFraction = fraction, Epochs = 1 }, Texts(rows, 1));
        Assert.AreEqual(rows - profiled, model.Summary.TrainingRows);
        Assert.AreEqual(
            (profiled > 0, (long)(profiled > 0 ? profiled : rows)), (model.Report.RowProfile!.HeldBack, model.Report.RowProfile.Rows));
        var monitor = new CollapseMonitor(model.Report);
        monitor.Add(model.Transform(Texts(500, 2)));
        Assert.IsFalse(monitor.Current.IsDrifting);
        if (profiled == 0)
            StringAssert.Contains(monitor.Current.Remark, nameof(SyreTextClassificationOptions.ProfileFraction));
        else
            Assert.IsNull(monitor.Current.Remark);
    }

    /// <summary>Or the profile could be left without a row, and rows left out be counted in two places.</summary>
    [TestMethod]
    public void Only_texts_that_can_be_trained_on_are_held_back()
    {
        var warnings = new List<string>();
        var ml = new MLContext(seed: 1);
        ml.Log += (_, e) => warnings.Add(e.Message);
        IDataView rows = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 2000).Select(i => new NumberedRow
        {
            Text = $"word{i % 50} {(i % 2 == 0 ? "yes" : "no")}",
            Label = i % 2 == 0,
            Number = [i % 4 < 2 ? float.NaN : i % 7],
            Weight = i % 8 < 4 ? 0 : 1,
        }).ToArray());
        using SyreTextClassificationTransformer model = ml.BinaryClassification.Trainers.SyreTextClassification(
            SmallText.Options with
            {
                Epochs = 1,
                FeatureColumnName = "Number",
                ExampleWeightColumnName = "Weight",
                MissingValues = MissingValues.Skip,
            }).Fit(rows);
        // 500 rows have both a number and a weight above 0.
        Assert.AreEqual(10L, model.Report.RowProfile!.Rows);
        Assert.AreEqual(1000 - 10, model.Summary.TrainingRows);
        Assert.IsTrue(warnings.Any(
            warning => warning.Contains("1000 rows of the training data with a missing feature", StringComparison.Ordinal)));
        Assert.IsFalse(warnings.Any(warning => warning.Contains("validation set", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void The_epoch_is_chosen_by_texts_that_weigh_something()
    {
        IDataView rows = s_ml.Data.LoadFromEnumerable(Enumerable.Range(0, 60).Select(i => new NumberedRow
        {
            Text = $"word{i % 5} {(i % 2 == 0 ? "yes" : "no")}",
            Label = i % 2 == 0,
            Number = [i % 7],
            Weight = i < 4 ? 1 : 0,
        }).ToArray());
        using SyreTextClassificationTransformer model = Fit(
            SmallText.Options with { Epochs = 1, ValidationFraction = 0.2, ExampleWeightColumnName = "Weight" }, rows);
        Assert.AreEqual((59, 1), (model.Summary.TrainingRows, model.Summary.ValidationRows), "a fifth of the four that weigh something");
    }

    /// <summary>Few words are common and most are rare, so that texts are memorised by their rare words.</summary>
    private static IDataView Texts(int rows, int seed, int firstWord = 0)
    {
        var random = new Random(seed);
        return s_ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(_ =>
        {
            bool label = random.Next(2) == 0;
            IEnumerable<string> words = Enumerable.Range(0, 12).Select(_ => $"w{firstWord + (int)Math.Pow(4000, random.NextDouble()):x}");
            return new LabelledRow { Text = string.Join(' ', words.Append(random.Next(4) > 0 == label ? "yes" : "no")), Label = label };
        }).ToArray());
    }

    private static SyreTextClassificationTransformer Fit(SyreTextClassificationOptions options, IDataView? rows = null) =>
        s_ml.BinaryClassification.Trainers.SyreTextClassification(options).Fit(rows ?? Texts(1500, 1));

    private class LabelledRow
    {
        public string Text { get; set; } = "";

        public bool Label { get; set; }
    }

    private sealed class NumberedRow : LabelledRow
    {
        [VectorType(1)]
        public float[] Number { get; set; } = [];

        public float Weight { get; set; }
    }
}
