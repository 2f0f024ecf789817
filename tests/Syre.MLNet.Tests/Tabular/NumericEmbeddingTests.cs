using Microsoft.ML;
using Syre.MLNet.Stock;
using Syre.MLNet.Tests.WarmStart;

namespace Syre.MLNet.Tests.Tabular;

/// <summary>Numbers that are embedded: which, what it brings, in memory and file, and in trainings that go on.</summary>
[TestClass]
public sealed class NumericEmbeddingTests
{
    private static readonly SyreNetworkOptions s_options = Small.Options with
    {
        Seed = 1,
        NumericEmbedding = NumericEmbedding.Pbld,
        LabelColumnName = "Number",
    };

    public static IEnumerable<object[]> Cases =>
    [
        [s_options], [s_options with { Engine = TrainingEngine.Autograd }], [s_options with { MissingValues = MissingValues.Skip }],
        [s_options with { Members = 3 }], [s_options with { HiddenLayers = [] }], [s_options with { NumericEmbedding = null }],
    ];

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Memory_file_and_a_network_read_from_it_score_alike(SyreNetworkOptions options)
    {
        var ml = new MLContext(seed: 1);
        IDataView data = Holed(ml, 1);
        using SyreNetworkTransformer model = Fit(ml, options, data);
        Assert.AreSequenceEqual([0, 1, 2, 3], model.Model.ScoringNetwork.Embedded);
        Assert.IsEmpty(model.Report.NotMeasured);
        float[] expected = Scores(model, data);
        using var file = new TemporaryModel();
        file.Save(model, data.Schema);
        AreClose(expected, Scores(new MLContext().Model.LoadSurely(file.Path, out _), data), "file");
        using SyreNetworkModel read = SyreModelFile.Open(file.Path).CreateModel();
        Assert.AreSequenceEqual(model.Model.ScoringNetwork.Embedded, read.ScoringNetwork.Embedded);
        Assert.AreEqual(Parameters(model.Model), Parameters(read));
        float[] single = [.. Rows(1).SelectMany(row => Scores(model, HoledRow.View(ml, [row])))];
        AreClose(expected, single, "row by row");
    }

    [TestMethod]
    public void A_wave_of_a_feature_is_learnt_much_better_of_every_seed()
    {
        foreach (int seed in (int[])[1, 2, 3])
        {
            double embedded = Error(NumericEmbedding.Pbld, seed), raw = Error(NumericEmbedding.None, seed);
            Assert.IsLessThan(0.7 * raw, embedded, $"seed {seed}: {embedded} of {raw}");
        }

        double Error(NumericEmbedding kind, int seed)
        {
            var ml = new MLContext(seed);
            using SyreNetworkTransformer model = Fit(
                ml, s_options with { NumericEmbedding = kind, Seed = seed, Epochs = 60 }, Waves(ml, 800, seed));
            return ml.Regression.Evaluate(model.Transform(Waves(ml, 500, seed + 100)), "Number").RootMeanSquaredError;
        }
    }

    [TestMethod]
    public void By_default_numbers_are_embedded_for_regression_of_scaled_dense_features_only()
    {
        var ml = new MLContext(seed: 1);
        IDataView data = HoledRow.View(ml, HoledRow.Examples(4)), wide = HoledRow.View(ml, HoledRow.Examples(600));
        SyreNetworkOptions options = s_options with { NumericEmbedding = null, Epochs = 1 };
        Assert.AreEqual(4, Embedded(Fit(ml, options, data)));
        Assert.AreEqual(0, Embedded(Fit(ml, options, wide)));
        Assert.AreEqual(0, Embedded(Fit(ml, options with { ScaleFeatures = false }, data)));
        Assert.AreEqual(0, Embedded(Fit(ml, options with { NumericEmbedding = NumericEmbedding.None }, data)));
        SyreNetworkOptions classes = options with { LabelColumnName = "IsHigh" };
        Assert.AreEqual(0, Embedded(ml.BinaryClassification.Trainers.SyreNetwork(classes).Fit(data)));
        Assert.AreEqual(4, Embedded(ml.BinaryClassification.Trainers.SyreNetwork(
            classes with { NumericEmbedding = NumericEmbedding.Pbld }).Fit(data)));
    }

    [TestMethod]
    public void Where_it_is_asked_for_and_nothing_is_embedded_the_log_says_why()
    {
        List<string> warnings = [];
        MLContext ml = new MLContext(seed: 1).WarningsTo(warnings);
        Fit(ml, s_options, HoledRow.View(ml, HoledRow.Examples(600))).Dispose();
        StringAssert.Contains(string.Join('\n', warnings), "NumericEmbedding is Pbld, but nothing is embedded: the features are sparse.");
        warnings.Clear();
        Fit(ml, s_options, HoledRow.View(ml, [.. Rows(1).Select((row, i) => Flags(row, i))])).Dispose();
        StringAssert.Contains(string.Join('\n', warnings), "but nothing is embedded: no feature takes three values or more.");
        warnings.Clear();
        Fit(ml, s_options with { NumericEmbedding = null }, HoledRow.View(ml, HoledRow.Examples(600))).Dispose();
        Assert.IsEmpty(warnings.Where(warning => warning.Contains("NumericEmbedding", StringComparison.Ordinal)));

        static HoledRow Flags(HoledRow row, int i) => new() { Features = new(4, [i % 2, i % 3 % 2, 0, 1]), Number = row.Number };
    }

    [TestMethod]
    public void The_log_names_what_is_embedded()
    {
        List<string> log = [];
        var ml = new MLContext(seed: 1);
        ml.Log += (_, e) => log.Add(e.Message);
        Fit(ml, s_options, Holed(ml, 1)).Dispose();
        StringAssert.Contains(string.Join('\n', log), "Of 4 features the network reads cosines too (NumericEmbedding): column 'Features'");
    }

    [TestMethod]
    public void A_training_that_goes_on_keeps_what_is_embedded_whatever_the_new_rows_are_like()
    {
        var ml = new MLContext(seed: 1);
        IDataView data = Holed(ml, 1);
        IDataView flat = HoledRow.View(ml, [.. Rows(1).Select(row => row.With(3, 1))]);
        SyreNetworkOptions unset = s_options with { NumericEmbedding = null };
        using SyreNetworkTransformer first = Fit(ml, s_options with { Epochs = 30 }, data);
        using var file = new TemporaryModel();
        file.Save(first, data.Schema);
        foreach (SyreNetworkOptions options in new[] { s_options, unset })
        {
            using SyreNetworkTransformer second = ml.Regression.Trainers.SyreNetwork(options).Fit(flat, null, first.Model);
            Assert.AreSequenceEqual([0, 1, 2, 3], second.Model.ScoringNetwork.Embedded);
        }
        using var later = (IDisposable)SyreModelFile.Open(file.Path).Retrain(ml, flat, options => options with
        {
            Epochs = 1,
            LearningRate = 1e-12,
        });
        AreClose(Scores(first, data), Scores((ITransformer)later, data), "hardly trained");

        using SyreNetworkTransformer without = Fit(ml, s_options with { NumericEmbedding = NumericEmbedding.None }, data);
        Refused(NumericEmbedding.None, first, "NumericEmbedding (Pbld and None)");
        Refused(NumericEmbedding.Pbld, without, "NumericEmbedding (None and Pbld)");
        using SyreNetworkTransformer still = ml.Regression.Trainers.SyreNetwork(unset).Fit(data, null, without.Model);
        Assert.AreEqual(0, Embedded(still));

        void Refused(NumericEmbedding asked, SyreNetworkTransformer earlier, string message) => StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => ml.Regression.Trainers.SyreNetwork(s_options with { NumericEmbedding = asked })
                .Fit(data, null, earlier.Model)).Message, message);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void Classes_trained_on_without_naming_it_are_read_from_their_file(int members)
    {
        var ml = new MLContext(seed: 1);
        IDataView data = Holed(ml, 1);
        SyreNetworkOptions classes = s_options with { LabelColumnName = "IsHigh", Members = members };
        using SyreNetworkTransformer first = ml.BinaryClassification.Trainers.SyreNetwork(classes).Fit(data);
        using SyreNetworkTransformer second = ml.BinaryClassification.Trainers
            .SyreNetwork(classes with { NumericEmbedding = null }).Fit(data, null, first.Model);
        using var file = new TemporaryModel();
        file.Save(second, data.Schema);
        using SyreNetworkModel read = SyreModelFile.Open(file.Path).CreateModel();
        Assert.AreSequenceEqual([0, 1, 2, 3], read.ScoringNetwork.Embedded);
    }

    [TestMethod]
    public void It_needs_features_that_are_scaled()
    {
        SyreNetworkOptions options = s_options with { ScaleFeatures = false };
        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new MLContext().Regression.Trainers.SyreNetwork(options));
        StringAssert.Contains(e.Message, "NumericEmbedding needs features that are scaled");
    }

    private static SyreNetworkTransformer Fit(MLContext ml, SyreNetworkOptions options, IDataView data) =>
        ml.Regression.Trainers.SyreNetwork(options).Fit(data);

    private static int Embedded(SyreNetworkTransformer model)
    {
        using (model)
            return model.Model.ScoringNetwork.Embedded.Count;
    }

    private static List<HoledRow> Rows(int seed) => HoledRow.Examples(4, seed: seed);

    private static IDataView Holed(MLContext ml, int seed) => HoledRow.View(ml, Rows(seed));

    /// <summary>A label that goes up and down some times along one of four features.</summary>
    private static IDataView Waves(MLContext ml, int count, int seed)
    {
        var random = new Random(seed);
        return HoledRow.View(ml, [.. Enumerable.Range(0, count).Select(_ =>
        {
            float[] values = [.. Enumerable.Range(0, 4).Select(_ => random.NextSingle() * 2 - 1)];
            return new HoledRow { Features = new(4, values), Number = MathF.Sin(9 * values[2]) + 0.3f * values[0] };
        })]);
    }

    private static string Parameters(SyreNetworkModel model) => string.Join(' ', model.ScoringNetwork.state_dict()
        .Select(entry => $"{entry.Key} {Convert.ToHexString(entry.Value.bytes)}"));

    private static float[] Scores(ITransformer model, IDataView data) => Small.Scores(model, data);

    private static void AreClose(float[] expected, float[] actual, string what)
    {
        Assert.HasCount(expected.Length, actual);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.AreEqual(float.IsNaN(expected[i]), float.IsNaN(actual[i]), $"{what}, number {i}");
            if (!float.IsNaN(expected[i]))
                Assert.AreEqual(expected[i], actual[i], 3e-5f * Math.Max(1, Math.Abs(expected[i])), $"{what}, number {i}");
        }
    }
}
