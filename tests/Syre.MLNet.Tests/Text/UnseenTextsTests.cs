using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.Torch;

namespace Syre.MLNet.Tests.Text;

/// <summary>The profile of a text model is of texts that training did not see, though it sees all.</summary>
[TestClass]
public sealed class UnseenTextsTests
{
    private static readonly MLContext s_ml = new(seed: 1);

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

    [TestMethod]
    public void New_texts_of_the_source_are_no_drift_and_other_texts_are()
    {
        string path = Path.GetTempFileName();
        using SyreTextTransformer model = Fit(SmallText.Options with { Epochs = 8, ProfileUnseenTexts = true });
        s_ml.Model.Save(model, Texts(1, 1).Schema, path);
        RowProfile profile = model.Report.RowProfile!;
        Assert.AreEqual((true, 150L), (profile.HeldBack, profile.Rows));
        foreach (CollapseReport report in new[] { model.Report, SyreModelFile.ReadReport(path) })
        {
            var monitor = new CollapseMonitor(report);
            monitor.Add(model.Transform(Texts(1000, 2)));
            Console.WriteLine(monitor.Current);
            Assert.IsFalse(monitor.Restart().IsDrifting);
            monitor.Add(model.Transform(Texts(1000, 3, firstWord: 100_000)));
            Console.WriteLine(monitor.Current);
            Assert.IsTrue(monitor.Current.IsDrifting);
        }
        File.Delete(path);
    }

    [TestMethod]
    public void The_profile_costs_the_model_nothing_and_can_be_left_out()
    {
        List<int> epochs = [];
        using SyreTextTransformer with = Fit(
            SmallText.Options with { ProfileUnseenTexts = true, Progress = progress => epochs.Add(progress.Epoch) });
        using SyreTextTransformer without = Fit(SmallText.Options);
        CollectionAssert.AreEqual(new[] { 1, 2, 3, 4 }, epochs);
        Assert.AreEqual(1500, with.Summary.TrainingRows);
        CollectionAssert.AreEqual(Scores(without), Scores(with));
        Assert.IsFalse(without.Report.RowProfile!.HeldBack);
        var monitor = new CollapseMonitor(without.Report);
        monitor.Add(without.Transform(Texts(1000, 2)));
        Assert.IsFalse(monitor.Current.IsDrifting);
        StringAssert.Contains(monitor.Current.Remark, nameof(SyreTextOptions.ValidationFraction));

        static float[] Scores(SyreTextTransformer model) => [.. model.Transform(Texts(200, 2)).GetColumn<float>("Score")];
    }

    /// <summary>Words that only held-back texts have are no words of the model, or they would be known better than new ones.</summary>
    [TestMethod]
    public void Held_back_texts_are_not_known_by_their_words()
    {
        using SyreTextTransformer model = Fit(SmallText.Options with { ValidationFraction = 0.3 });
        Assert.AreEqual((1050, 450), (model.Summary.TrainingRows, model.Summary.ValidationRows));
        Assert.IsTrue(model.Report.RowProfile!.HeldBack);
        var monitor = new CollapseMonitor(model.Report, new CollapseMonitorOptions { MinimumShift = 0 });
        monitor.Add(model.Transform(Texts(1000, 2)));
        Console.WriteLine(monitor.Current);
        Assert.IsFalse(monitor.Current.IsDrifting);
    }

    [TestMethod]
    public void A_training_cancelled_after_its_last_epoch_keeps_its_model_without_a_verdict_on_drift()
    {
        using var cancelling = new CancellationTokenSource();
        using SyreTextTransformer model = Fit(SmallText.Options with
        {
            ProfileUnseenTexts = true,
            CancellationToken = cancelling.Token,
            Progress = progress =>
            {
                if (progress.Epoch == progress.Epochs)
                    cancelling.Cancel();
            },
        });
        Assert.AreEqual(4, model.Summary.Epochs);
        Assert.IsFalse(model.Report.RowProfile!.HeldBack);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(11)]
    public void Few_texts_are_no_obstacle(int rows)
    {
        using SyreTextTransformer model = s_ml.BinaryClassification.Trainers
            .SyreTextClassification(SmallText.Options with { ProfileUnseenTexts = true }).Fit(Texts(rows, 1));
        var monitor = new CollapseMonitor(model.Report);
        monitor.Add(model.Transform(Texts(500, 2)));
        Assert.IsFalse(monitor.Current.IsDrifting);
        Assert.AreEqual(rows > 1, model.Report.RowProfile!.HeldBack);
    }

    private static SyreTextTransformer Fit(SyreTextOptions options) =>
        s_ml.BinaryClassification.Trainers.SyreTextClassification(options).Fit(Texts(1500, 1));

    private sealed class LabelledRow
    {
        public string Text { get; set; } = "";

        public bool Label { get; set; }
    }
}
