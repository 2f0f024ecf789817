using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Contributions;
using Syre.MLNet.Tests.Importance;
using Syre.MLNet.Tests.Tabular;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Contributions;

/// <summary>The column of contributions: its shape is that of ML.NET's own, and it tells of slots or of columns.</summary>
[TestClass]
public sealed class FeatureContributionTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DataRow(10, 10, true)]
    [DataRow(1, 2, false)]
    [DataRow(2, 0, true)]
    [DataRow(0, 0, true)]
    public void Largest_ones_are_kept_and_normalized_as_ML_NET_does(int positive, int negative, bool normalize)
    {
        IDataView rows = TestData.Regression(_ml);
        var linear = _ml.Regression.Trainers.Sdca().Fit(rows);
        VBuffer<float>[] all = Stock(100, 100, false), expected = Stock(positive, negative, normalize);
        var choice = new ContributionChoice(SlotGroups.EachSlot(rows.Schema["Features"]), new FeatureContributionOptions
        {
            NumberOfPositiveContributions = positive,
            NumberOfNegativeContributions = negative,
            Normalize = normalize,
        });
        for (int row = 0; row < all.Length; row++)
        {
            VBuffer<float> found = default;
            choice.Write(all[row].Items().ToDictionary(item => item.Key, item => (double)item.Value), ref found);
            float[] one = [.. expected[row].DenseValues()], other = [.. found.DenseValues()];
            for (int slot = 0; slot < one.Length; slot++)
                Assert.AreEqual(one[slot], other[slot], 1e-6f, $"row {row}, slot {slot}");
        }

        VBuffer<float>[] Stock(int top, int bottom, bool scaled) => Small.Column<VBuffer<float>>(
            _ml.Transforms.CalculateFeatureContribution(linear, top, bottom, scaled).Fit(rows).Transform(rows), "FeatureContributions");
    }

    [TestMethod]
    public void What_matters_most_contributes_most_and_what_does_not_least()
    {
        using SyreNetworkTransformer model = Small.FitBinary(Small.Options with { Epochs = 30 });
        IDataView rows = TestData.Binary(_ml, seed: 2);
        IDataView explained = _ml.Transforms.CalculateFeatureContribution(model, normalize: false).Fit(rows).Transform(rows);
        DataViewSchema.Column column = explained.Schema["FeatureContributions"];
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        CollectionAssert.AreEqual(TestData.FeatureNames, names.DenseValues().Select(name => name.ToString()).ToArray());
        double[] means = new double[4];
        foreach (VBuffer<float> contributions in Small.Column<VBuffer<float>>(explained, column.Name))
        {
            foreach (KeyValuePair<int, float> item in contributions.Items())
                means[item.Key] += Math.Abs(item.Value);
        }
        Assert.AreEqual(0, Array.IndexOf(means, means.Max()));
        Assert.AreEqual(3, Array.IndexOf(means, means.Min()));
    }

    [TestMethod]
    public void Slots_of_a_category_or_a_date_add_up_to_their_column()
    {
        IDataView table = Loan.Table(_ml, 200);
        var features = _ml.Transforms.FeaturizeTable(new FeaturizeTableOptions
        {
            LabelColumnName = "Outcome",
            LabelKind = TableLabelKind.Boolean,
            IgnoredColumnNames = ["Delay", "Weight"],
        }).Fit(table);
        IDataView rows = features.Transform(table);
        using SyreNetworkTransformer model =
            _ml.BinaryClassification.Trainers.SyreNetwork(Small.Options with { LabelColumnName = "Outcome" }).Fit(rows);
        (string[] slots, float[][] bySlot) = Contributions(Everything.Options);
        (string[] columns, float[][] byPlan) =
            Contributions(Everything.Options with { SumByColumn = true, SlotColumns = features.Plan.SlotColumns });
        (string[] named, float[][] byName) = Contributions(Everything.Options with { SumByColumn = true });
        CollectionAssert.AreEquivalent(new[] { "City", "Amount", "Signed", "Branch", "Readings" }, columns);
        // A vector and keys without names have slots without names.
        CollectionAssert.IsSubsetOf(new[] { "City", "Amount", "Signed" }, named);
        Assert.HasCount(slots.Count(slot => slot == ""), named.Where(name => name.StartsWith("Features.", StringComparison.Ordinal)));
        for (int row = 0; row < bySlot.Length; row++)
        {
            for (int column = 0; column < columns.Length; column++)
            {
                double sum = bySlot[row].Where((_, at) => features.Plan.SlotColumns[at] == columns[column]).Sum(value => (double)value);
                Assert.AreEqual(sum, byPlan[row][column], 1e-5, columns[column]);
                if (Array.IndexOf(named, columns[column]) is >= 0 and var place)
                    Assert.AreEqual(byPlan[row][column], byName[row][place], columns[column]);
            }
        }

        (string[] Names, float[][] Values) Contributions(FeatureContributionOptions options)
        {
            IDataView explained = _ml.Transforms.CalculateFeatureContribution(model.Model, options).Fit(rows).Transform(rows);
            VBuffer<ReadOnlyMemory<char>> names = default;
            explained.Schema["FeatureContributions"].GetSlotNames(ref names);
            return ([.. names.DenseValues().Select(name => name.ToString())], Values(explained));
        }
    }

    [TestMethod]
    public void A_row_of_medians_has_none_and_a_missing_value_contributes_that_it_is_missing()
    {
        using SyreNetworkTransformer model = _ml.Regression.Trainers
            .SyreNetwork(Small.Options with { LabelColumnName = "Number", Epochs = 30 }).Fit(HoledRow.View(_ml, HoledRow.Examples(4)));
        var scales = model.Model.ScoringNetwork.Scales!;
        var medians = new HoledRow { Features = new(4, [.. scales.Select(scale => scale.Center)]) };
        float[][] found = [.. Small.Column<VBuffer<float>>(
            Explain(model, HoledRow.View(_ml, [medians, medians.With(1, float.NaN), medians.With(3, float.NaN)])), "FeatureContributions")
            .Select(contributions => contributions.DenseValues().ToArray())];
        CollectionAssert.AreEqual(new float[4], found[0]);
        Assert.IsGreaterThan(3, found[1][1], "slot 1 is missing where numbers are high");
        CollectionAssert.AreEqual(new float[4], found[2], "slot 3 was never missing in training");
    }

    [TestMethod]
    public void A_row_without_a_score_has_contributions_that_are_NaN()
    {
        using SyreNetworkTransformer model = Small.FitBinary(Small.Options with { MissingValues = MissingValues.Skip });
        IDataView rows = TestData.View(_ml, new List<Example<bool>>
        {
            new() { Features = new(4, [1, float.NaN, 0, 0]) },
            new() { Features = new(4, [1, float.PositiveInfinity, 0, 0]) },
        });
        foreach (VBuffer<float> contributions in Small.Column<VBuffer<float>>(Explain(model, rows), "FeatureContributions"))
            Assert.IsTrue(contributions.DenseValues().All(float.IsNaN));
    }

    [TestMethod]
    public void A_class_that_is_asked_for_is_explained_in_all_rows()
    {
        IDataView rows = TestData.Multiclass(_ml);
        using SyreNetworkTransformer model = _ml.MulticlassClassification.Trainers.SyreNetwork(Small.Options).Fit(rows);
        var estimator = _ml.Transforms.CalculateFeatureContribution(model.Model, Everything.Options with { Output = 2, Steps = 200 });
        FeatureContributionTransformer transformer = estimator.Fit(rows);
        float[][] scores = [.. Small.Column<VBuffer<float>>(model.Transform(rows), "Score").Select(score => score.DenseValues().ToArray())];
        VBuffer<float>[] found = Small.Column<VBuffer<float>>(transformer.Transform(rows), "FeatureContributions");
        for (int row = 0; row < scores.Length; row++)
        {
            Assert.AreEqual(
                Math.Log(scores[row][2] / ((double)scores[row][0] + scores[row][1])) - transformer.Baseline[2],
                found[row].DenseValues().Sum(value => (double)value), 0.05);
        }
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() =>
                _ml.Transforms.CalculateFeatureContribution(model.Model, new FeatureContributionOptions { Output = 3 })).Message,
            "the network has 3 outputs");
    }

    [TestMethod]
    public void The_network_of_a_file_says_the_same_whatever_state_torch_is_in()
    {
        IDataView rows = TestData.Binary(_ml);
        using SyreNetworkTransformer model = Small.FitBinary(Small.Options with { Members = 2 });
        float[][] expected = Values(Explain(model, rows));
        string path = Path.GetTempFileName();
        try
        {
            model.SaveAtomically(_ml, rows.Schema, path);
            using var network = (SyreNetworkModel)SyreModelFile.Open(path).CreateModel();
            using var _ = inference_mode();
            float[][] found = Values(_ml.Transforms.CalculateFeatureContribution(network, Everything.Options).Fit(rows).Transform(rows));
            for (int row = 0; row < found.Length; row++)
                CollectionAssert.AreEqual(expected[row], found[row]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestMethod]
    public void An_engine_reads_them_beside_the_score_and_the_step_is_not_saved()
    {
        IDataView rows = TestData.Binary(_ml);
        using SyreNetworkTransformer model = Small.FitBinary(Small.Options);
        var chain = new TransformerChain<ITransformer>(model, Everything.Of(_ml, model).Fit(rows));
        using var engine = _ml.Model.CreatePredictionEngine<FourNumbers, Explained>(
            chain, new PredictionEngineOptions { OwnsTransformer = false });
        Explained found = engine.Predict(new FourNumbers { Features = [1, -1, 0.5f, 0] });
        Assert.HasCount(4, found.FeatureContributions);
        Assert.AreNotEqual(0, found.Score);
        using var stream = new MemoryStream();
        StringAssert.Contains(
            Assert.Throws<Exception>(() => _ml.Model.Save(chain, rows.Schema, stream)).GetBaseException().Message, "computed in memory");
    }

    [TestMethod]
    public void What_cannot_be_is_refused_and_says_why()
    {
        using SyreNetworkTransformer model = Small.FitBinary(Small.Options);
        string message = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.CalculateFeatureContribution(
            model.Model, new FeatureContributionOptions
            {
                OutputColumnName = "",
                NumberOfPositiveContributions = -1,
                NumberOfNegativeContributions = -1,
                SlotColumns = [],
                Output = -1,
                Steps = 0,
            })).Message;
        StringAssert.Contains(message, "6 violation");
        IDataView rows = TestData.Binary(_ml);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.CalculateFeatureContribution(
                model.Model, new FeatureContributionOptions { SumByColumn = true, SlotColumns = ["one"] }).Fit(rows)).Message,
            "SlotColumns has 1 columns, and 'Features' 4 slots");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Everything.Of(_ml, model).Fit(
            _ml.Transforms.DropColumns("Features").Fit(rows).Transform(rows)));
    }

    private IDataView Explain(SyreNetworkTransformer model, IDataView rows) => Everything.Of(_ml, model).Fit(rows).Transform(rows);

    private static float[][] Values(IDataView explained) =>
        [.. Small.Column<VBuffer<float>>(explained, "FeatureContributions").Select(value => value.DenseValues().ToArray())];

    private sealed class FourNumbers
    {
        [VectorType(4)] public float[] Features { get; set; } = [];
    }

    private sealed class Explained
    {
        public float Score { get; set; }

        public float[] FeatureContributions { get; set; } = [];
    }
}
