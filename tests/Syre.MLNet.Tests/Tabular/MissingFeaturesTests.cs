using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Inputs;
using Syre.MLNet.Stock;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Tabular;

/// <summary>Missing features are filled in inside the network: in training, in memory, one row at a time, and in the file.</summary>
[TestClass]
public sealed class MissingFeaturesTests
{
    private const int Wide = 600;

    private static readonly SyreNetworkOptions s_options = Small.Options with { Seed = 1, Epochs = 40 };

    private static readonly SyreNetworkOptions s_own = s_options with
    {
        LearningRate = 0.02,
        Network = context => nn.Sequential(nn.Linear(context.InputSize, 16), nn.GELU(), nn.Linear(16, context.OutputSize)),
    };

    private static IEnumerable<object[]> Cases =>
    [
        ["IsHigh", 4, s_options], ["Class", 4, s_options], ["Number", 4, s_options],
        ["IsHigh", 4, s_options with { Engine = TrainingEngine.Autograd }],
        ["IsHigh", Wide, s_options], ["Class", Wide, s_options with { Engine = TrainingEngine.Autograd }],
        ["IsHigh", 4, s_options with { ScaleFeatures = false }], ["Number", Wide, s_options with { ScaleFeatures = false }],
        ["Number", 4, s_own], ["IsHigh", Wide, s_own], ["Class", 4, s_own with { ScaleFeatures = false }],
    ];

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Scores_are_numbers_and_the_same_in_memory_row_by_row_from_the_file_and_of_a_network_read_from_it(
        string label, int slots, SyreNetworkOptions options)
    {
        var ml = new MLContext(seed: 1);
        List<HoledRow> rows = HoledRow.Examples(slots);
        IDataView data = HoledRow.View(ml, rows);
        using SyreNetworkTransformer model = Fit(ml, label, options, data);
        // A slot that never missed in training, and a row without any feature.
        rows = [.. rows, rows[0].With(slots == 4 ? 3 : Wide - 1, float.NaN),
            new HoledRow { Features = new(slots, [.. Enumerable.Repeat(float.NaN, slots)]) }];
        IDataView more = HoledRow.View(ml, rows);
        float[] expected = Scores(model, more);
        Assert.IsTrue(expected.All(float.IsFinite));
        AreClose(expected, Scores(SaveAndLoad(ml, model, data, out string path), more), "file");
        using (SyreNetworkModel read = SyreModelFile.Open(path).CreateModel(options.Network))
        {
            Assert.AreSequenceEqual(model.Model.IndicatedSlots, read.IndicatedSlots);
            using var scope = NewDisposeScope();
            using var _ = no_grad();
            Tensor features = tensor(rows.SelectMany(row => row.Features.DenseValues()).ToArray()).reshape(rows.Count, slots);
            int[] kept = read.ScoringNetwork.Slots ?? [.. Enumerable.Range(0, slots)];
            features = features.index_select(1, tensor(Array.ConvertAll(kept, slot => (long)slot)));
            AreClose(
                Syre.MLNet.Runtime.HostValues.Copy<float>(model.Model.ScoringNetwork.Score(new FeatureRows(features))),
                Syre.MLNet.Runtime.HostValues.Copy<float>(read.ScoringNetwork.Score(new FeatureRows(features))), "network read");
        }
        File.Delete(path);
        float[] single = [.. rows.SelectMany(row => Scores(model, HoledRow.View(ml, [row])))];
        AreClose(expected, single, "row by row");
        if (label == "IsHigh")
        {
            using var engine = ml.Model.CreatePredictionEngine<HoledRow, Prediction>(
                model, new PredictionEngineOptions { OwnsTransformer = false, InputSchemaDefinition = Schema(slots) });
            AreClose(expected, [.. rows.Select(row => engine.Predict(row).Score)], "prediction engine");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void What_a_missing_value_says_is_learnt_and_told_of(string label, int slots, SyreNetworkOptions options)
    {
        List<string> log = [];
        var ml = new MLContext(seed: 1);
        ml.Log += (_, e) => log.Add(e.Message);
        IDataView data = HoledRow.View(ml, HoledRow.Examples(slots, count: 600));
        using SyreNetworkTransformer model = Fit(ml, label, options, data);
        IDataView test = model.Transform(HoledRow.View(ml, HoledRow.Examples(slots, count: 400, seed: 2)));
        double quality = label switch
        {
            "IsHigh" => ml.BinaryClassification.EvaluateNonCalibrated(test, label).Accuracy,
            "Class" => ml.MulticlassClassification.Evaluate(test, label).MicroAccuracy,
            _ => ml.Regression.Evaluate(test, label).RSquared,
        };
        // Without what slot 1 says by missing, a quarter of the rows is guessed.
        Assert.IsGreaterThan(0.9, quality);
        Assert.AreSequenceEqual(slots == 4 ? [0, 1] : [0, 10], model.Model.IndicatedSlots);
        TrainingSummary summary = model.Summary;
        Assert.AreEqual((0, 600, 2), (summary.SkippedRows, summary.TrainingRows + summary.ValidationRows, summary.FeaturesWithMissing));
        int holed = HoledRow.Examples(slots, count: 600).Count(row => row.Features.DenseValues().Any(float.IsNaN));
        Assert.AreEqual(holed, summary.RowsWithMissingFeature);
        Assert.IsEmpty(model.Report.NotMeasured);
        string all = string.Join('\n', log);
        StringAssert.Contains(all, $"{holed} of 600 rows of the training data have a missing feature (NaN in 'Features')");
        StringAssert.Contains(all, "2 features have an input that tells whether they are missing: column 'Features', slot 0; column");
    }

    [TestMethod]
    [DataRow(4)]
    [DataRow(Wide)]
    public void A_slot_that_first_misses_at_scoring_counts_as_its_median(int slots)
    {
        var ml = new MLContext(seed: 1);
        List<HoledRow> rows = HoledRow.Examples(slots, count: 201);
        using SyreNetworkTransformer model = Fit(ml, "IsHigh", s_options with { ValidationFraction = 0 }, HoledRow.View(ml, rows));
        int last = slots == 4 ? 3 : Wide - 1;
        float median = rows.Select(row => row.Features.GetItemOrDefault(last)).Order().ElementAt(100);
        float[] expected = Scores(model, HoledRow.View(ml, [.. rows.Select(row => row.With(last, median))]));
        AreClose(expected, Scores(model, HoledRow.View(ml, [.. rows.Select(row => row.With(last, float.NaN))])), "");
        CollectionAssert.AreNotEqual(expected, Scores(model, HoledRow.View(ml, rows)));
    }

    [TestMethod]
    [DataRow(4)]
    [DataRow(Wide)]
    public void An_infinite_feature_still_makes_the_score_NaN(int slots)
    {
        var ml = new MLContext(seed: 1);
        List<HoledRow> rows = HoledRow.Examples(slots);
        using SyreNetworkTransformer model = Fit(ml, "IsHigh", Small.Options, HoledRow.View(ml, rows));
        ITransformer loaded = SaveAndLoad(ml, model, HoledRow.View(ml, rows), out string path);
        File.Delete(path);
        foreach (float infinite in (float[])[float.PositiveInfinity, float.NegativeInfinity])
        {
            IDataView data = HoledRow.View(ml, [rows[0].With(0, infinite), rows[1].With(1, infinite)]);
            Assert.IsTrue(Scores(model, data).Concat(Scores(loaded, data)).All(float.IsNaN));
        }
    }

    [TestMethod]
    public void Inputs_that_tell_of_missing_values_have_names_of_their_own()
    {
        Assert.AreSequenceEqual(
            ["Age", "slot 7", "slot 7 is missing"], new FeatureNames("Features", ["Age", ""], [2, 7]).OfInputs(2, [1], []));
        Assert.AreSequenceEqual(
            ["slot 0", "slot 1", "slot 0 is missing"], new FeatureNames("Features", null, null).OfInputs(2, [0], []));
        Assert.AreSequenceEqual(["Age"], new FeatureNames("Features", ["Age"], null).OfInputs(1, [], []));
    }

    [TestMethod]
    public void Another_training_keeps_the_inputs_and_fills_in_the_earlier_medians()
    {
        var ml = new MLContext(seed: 1);
        List<HoledRow> rows = HoledRow.Examples(4);
        SyreNetworkOptions options = s_options with { Members = 1 };
        using SyreNetworkTransformer first = Fit(ml, "IsHigh", options, HoledRow.View(ml, rows));
        IDataView others = HoledRow.View(
            ml, [.. HoledRow.Examples(4, seed: 3).Select((row, i) => i % 5 == 0 ? row.With(3, float.NaN) : row)]);
        using SyreNetworkTransformer second = Trainer(ml, "IsHigh", options).Fit(others, null, first.Model);
        Assert.AreSequenceEqual([0, 1], second.Model.IndicatedSlots);
        Assert.AreEqual((0, 3), (second.Summary.SkippedRows, second.Summary.FeaturesWithMissing));
        Tensor before = first.Model.Network.state_dict()["missing.fill"], after = second.Model.Network.state_dict()["missing.fill"];
        Assert.IsTrue(before.bytes.SequenceEqual(after.bytes));
        foreach ((MissingValues one, MissingValues other) in new[]
        {
            (MissingValues.Impute, MissingValues.Skip), (MissingValues.Skip, MissingValues.Impute),
        })
        {
            using SyreNetworkTransformer earlier = Fit(ml, "IsHigh", s_options with { MissingValues = one, Epochs = 1 }, others);
            var e = Assert.ThrowsExactly<ArgumentException>(
                () => Trainer(ml, "IsHigh", s_options with { MissingValues = other }).Fit(others, null, earlier.Model));
            StringAssert.Contains(e.Message, $"MissingValues ({one} and {other})");
        }
    }

    [TestMethod]
    public void A_feature_that_is_never_there_and_one_that_only_held_back_rows_miss_are_taken()
    {
        var ml = new MLContext(seed: 1);
        IDataView data = HoledRow.View(ml, [.. HoledRow.Examples(4).Select(row => row.With(3, float.NaN))]);
        IDataView held = HoledRow.View(ml, [.. HoledRow.Examples(4, seed: 2).Select(row => row.With(2, float.NaN))]);
        using SyreNetworkTransformer model = Fit(ml, "IsHigh", s_options with { ValidationSet = held }, data);
        Assert.AreSequenceEqual([0, 1, 3], model.Model.IndicatedSlots);
        Assert.IsTrue(Scores(model, held).Concat(Scores(model, data)).All(float.IsFinite));
    }

    private static SyreNetworkEstimator Trainer(MLContext ml, string label, SyreNetworkOptions options) => label switch
    {
        "IsHigh" => ml.BinaryClassification.Trainers.SyreNetwork(options with { LabelColumnName = label }),
        "Class" => ml.MulticlassClassification.Trainers.SyreNetwork(options with { LabelColumnName = label }),
        _ => ml.Regression.Trainers.SyreNetwork(options with { LabelColumnName = label }),
    };

    private static SyreNetworkTransformer Fit(MLContext ml, string label, SyreNetworkOptions options, IDataView data) =>
        Trainer(ml, label, options).Fit(data);

    private static ITransformer SaveAndLoad(MLContext ml, ITransformer model, IDataView data, out string path)
    {
        path = Path.GetTempFileName();
        ml.Model.Save(model, data.Schema, path);
        return new MLContext().Model.LoadSurely(path, out _);
    }

    private static float[] Scores(ITransformer model, IDataView data) => model.Transform(data).Schema["Score"].Type is VectorDataViewType
        ? Small.VectorScores(model, data)
        : Small.Scores(model, data);

    private static SchemaDefinition Schema(int slots)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(HoledRow));
        schema[nameof(HoledRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, slots);
        schema[nameof(HoledRow.Class)].ColumnType = new KeyDataViewType(typeof(uint), 3);
        return schema;
    }

    private static void AreClose(float[] expected, float[] actual, string what)
    {
        Assert.HasCount(expected.Length, actual);
        for (int i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], 2e-5f * Math.Max(1, Math.Abs(expected[i])), $"{what}, number {i}");
    }

    private sealed class Prediction
    {
        public float Score { get; set; }
    }
}
