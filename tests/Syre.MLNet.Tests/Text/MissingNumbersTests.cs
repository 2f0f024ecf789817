using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;
using Syre.MLNet.Tests.Tabular;

namespace Syre.MLNet.Tests.Text;

/// <summary>Missing numbers beside texts are filled in as those of tables are.</summary>
[TestClass]
public sealed class MissingNumbersTests
{
    private static readonly SyreTextClassificationOptions s_options = SmallText.Options with
    {
        FeatureColumnName = "Numbers",
        Epochs = 20,
        Seed = 1,
    };

    [TestMethod]
    [DataRow(TrainingEngine.Cpu)]
    [DataRow(TrainingEngine.Autograd)]
    public void What_a_missing_number_says_is_learnt_and_told_of(TrainingEngine engine)
    {
        List<string> log = [];
        var ml = new MLContext(seed: 1);
        ml.Log += (_, e) => log.Add(e.Message);
        using SyreTextClassificationTransformer model =
            ml.BinaryClassification.Trainers.SyreTextClassification(s_options with { Engine = engine }).Fit(View(ml, Rows(1)));
        Assert.IsGreaterThan(0.95, ml.BinaryClassification.Evaluate(model.Transform(View(ml, Rows(2)))).Accuracy);
        int holed = Rows(1).Count(row => row.Numbers.Any(float.IsNaN));
        Assert.AreEqual((0, 1), (model.Summary.SkippedRows, model.Summary.FeaturesWithMissing));
        // Some of them may be among the texts held back for the profile.
        Assert.IsInRange(holed - 20, holed, model.Summary.RowsWithMissingFeature);
        string all = string.Join('\n', log);
        StringAssert.Contains(all, "have a missing feature (NaN in 'Numbers'), which is filled in");
        StringAssert.Contains(all, "1 features have an input that tells whether they are missing: column 'Numbers', slot 0.");
        Assert.IsEmpty(model.Report.IgnoredFeatures);
    }

    [TestMethod]
    public void Scores_are_numbers_in_memory_and_from_the_file_which_trains_on_with_new_words()
    {
        var ml = new MLContext(seed: 1);
        IDataView data = View(ml, Rows(1));
        IDataView odd = View(ml, [.. Rows(3).Select(row => new Row { Text = row.Text, Numbers = [float.NaN, float.NaN] })]);
        using SyreTextClassificationTransformer model = ml.BinaryClassification.Trainers.SyreTextClassification(s_options).Fit(data);
        string path = Path.GetTempFileName();
        ml.Model.Save(model, data.Schema, path);
        ITransformer loaded = new MLContext().Model.LoadSurely(path, out _);
        foreach (IDataView rows in new[] { data, odd })
        {
            float[] scores = Small.Scores(model, rows);
            Assert.IsTrue(scores.All(float.IsFinite));
            Assert.AreSequenceEqual(scores, Small.Scores(loaded, rows));
        }
        Assert.IsTrue(Small.Scores(model, View(ml, [new Row { Text = "a", Numbers = [float.PositiveInfinity, 0] }])).All(float.IsNaN));

        List<Row> more = [.. Rows(4).Select(
            row => new Row { Text = $"{row.Text} newword anotherword", Numbers = row.Numbers, Label = row.Label })];
        using SyreTextClassificationTransformer second = ml.BinaryClassification.Trainers
            .SyreTextClassification(s_options with { Epochs = 2, InitialModel = InitialModel.FromFile(path) }).Fit(View(ml, more));
        Assert.IsGreaterThan(0.95, ml.BinaryClassification.Evaluate(second.Transform(View(ml, Rows(2)))).Accuracy);
        File.Delete(path);
    }

    [TestMethod]
    public void A_missing_number_is_refused_by_its_column_and_slot_where_that_is_asked_for()
    {
        var ml = new MLContext(seed: 1);
        var e = Assert.ThrowsExactly<InvalidOperationException>(() => ml.BinaryClassification.Trainers
            .SyreTextClassification(s_options with { MissingValues = MissingValues.Refuse }).Fit(View(ml, Rows(1))));
        StringAssert.Contains(e.Message, "in column 'Numbers', slot 0,");
    }

    /// <summary>The label is whether the first number is missing or the second above a half; the texts say nothing.</summary>
    private static List<Row> Rows(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 800).Select(_ =>
        {
            bool misses = random.Next(3) == 0;
            float second = random.NextSingle();
            return new Row
            {
                Text = $"word{random.Next(5)} word{random.Next(5)}",
                Numbers = [misses ? float.NaN : random.NextSingle(), second < 0.5f ? second - 1 : second + 1],
                Label = misses || second > 0.5f,
            };
        })];
    }

    private static IDataView View(MLContext ml, List<Row> rows) => ml.Data.LoadFromEnumerable(rows);

    private sealed class Row
    {
        public string Text { get; set; } = "";

        [VectorType(2)]
        public float[] Numbers { get; set; } = [];

        public bool Label { get; set; }
    }
}
