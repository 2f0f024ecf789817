using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.SearchSpace;
using Syre.MLNet.Tests.Tabular;
using Syre.Torch;

namespace Syre.MLNet.Tests.Tuning;

/// <summary>The search space, and what its points change.</summary>
[TestClass]
public sealed class CandidateTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void The_default_changes_nothing()
    {
        SyreNetworkEstimator trainer = _ml.Regression.Trainers.SyreNetwork(new SyreNetworkOptions { HiddenLayers = [7], Dropout = 0.3 });
        SyreNetworkEstimator with = trainer.With(new SyreNetworkCandidate());
        Assert.AreEqual((trainer.Options with { Seed = trainer.Seed }).ToJson(), with.Options.ToJson());
    }

    [TestMethod]
    public void Factors_are_of_what_the_task_has()
    {
        var candidate = new SyreNetworkCandidate { LearningRateFactor = 0.5, OtherActivation = true, LabelSmoothing = 0.1 };
        SyreNetworkOptions classes = _ml.BinaryClassification.Trainers.SyreNetwork().With(candidate).Options;
        Assert.AreEqual((0.02, Activation.Mish, 0.1), (classes.LearningRate, classes.Activation, classes.LabelSmoothing));
        SyreNetworkOptions numbers = _ml.Regression.Trainers.SyreNetwork().With(candidate).Options;
        Assert.AreEqual((0.05, Activation.Selu, 0.0), (numbers.LearningRate, numbers.Activation, numbers.LabelSmoothing));
    }

    [TestMethod]
    public void Numbers_are_embedded_where_the_trainer_does_not_and_the_other_way_round()
    {
        var candidate = new SyreNetworkCandidate { OtherNumericEmbedding = true };
        NumericEmbedding? classes = _ml.BinaryClassification.Trainers.SyreNetwork().With(candidate).Options.NumericEmbedding;
        NumericEmbedding? numbers = _ml.Regression.Trainers.SyreNetwork().With(candidate).Options.NumericEmbedding;
        Assert.AreEqual((NumericEmbedding.Pbld, NumericEmbedding.None), (classes, numbers));
        var given = new SyreNetworkOptions { NumericEmbedding = NumericEmbedding.None };
        Assert.AreEqual(
            NumericEmbedding.Pbld, _ml.Regression.Trainers.SyreNetwork(given).With(candidate).Options.NumericEmbedding);
        var unscaled = new SyreNetworkOptions { ScaleFeatures = false };
        Assert.IsNull(_ml.Regression.Trainers.SyreNetwork(unscaled).With(candidate).Options.NumericEmbedding);
    }

    [TestMethod]
    [DataRow(new[] { 128, 64 }, 2.0, 1, new[] { 256, 128, 128 })]
    [DataRow(new[] { 128, 64 }, 0.5, -1, new[] { 64 })]
    [DataRow(new[] { 8 }, 1.0, -1, new[] { 8 })]
    [DataRow(new[] { 1 }, 0.1, int.MinValue, new[] { 1 })]
    [DataRow(new int[0], 2.0, 1, new int[0])]
    public void Layers_are_made_wider_and_more(int[] before, double factor, int added, int[] expected) => Assert.AreSequenceEqual(
        expected,
        _ml.BinaryClassification.Trainers.SyreNetwork(new SyreNetworkOptions { HiddenLayers = before })
            .With(new() { WidthFactor = factor, AddedLayers = added }).Options.HiddenLayers);

    [TestMethod]
    public void The_pull_is_scaled_and_its_kind_stays()
    {
        var options = new SyreNetworkOptions { Syre = new SyreOptions { Mode = DecayMode.SyreAdvanced, Sigma0 = 0.1 } };
        SyreOptions pull = _ml.BinaryClassification.Trainers.SyreNetwork(options)
            .With(new() { WeightDecayFactor = 0.5, Sigma0Factor = 3 }).Options.Syre;
        Assert.AreEqual((DecayMode.SyreAdvanced, 0.01), (pull.Mode, pull.WeightDecay));
        Assert.AreEqual(0.3, pull.Sigma0!.Value, 1e-12);
    }

    [TestMethod]
    public void Layers_of_a_network_of_ones_own_stay()
    {
        SyreNetworkOptions own = _ml.BinaryClassification.Trainers.SyreNetwork(new SyreNetworkOptions { Network = _ => null! })
            .With(new()
            {
                LearningRateFactor = 2,
                Dropout = 0.5,
                WidthFactor = 2,
                OtherActivation = true,
                OtherNumericEmbedding = true,
            }).Options;
        Assert.AreEqual(2e-3, own.LearningRate);
        Assert.IsEmpty(own.Ignored());
    }

    [TestMethod]
    [DataRow(-1.0, 0, "LearningRateFactor is -1; it must be a number above 0.")]
    [DataRow(1.0, int.MaxValue, "AddedLayers is 2147483647; it must be at most 100.")]
    public void A_point_out_of_range_is_refused(double factor, int layers, string message) => StringAssert.Contains(
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.BinaryClassification.Trainers.SyreNetwork()
            .With(new() { LearningRateFactor = factor, AddedLayers = layers, Epochs = 0 })).Message,
        message);

    [TestMethod]
    public void Drawn_points_are_in_the_space_and_reach_its_ends()
    {
        var random = new Random(1);
        SyreNetworkCandidate[] drawn = [.. Enumerable.Range(0, 1000).Select(_ => SyreNetworkCandidate.Draw(random))];
        int options = 0;
        foreach (PropertyInfo option in typeof(SyreNetworkCandidate).GetProperties())
        {
            object[] values = [.. drawn.Select(candidate => option.GetValue(candidate)!)];
            if (option.GetCustomAttribute<RangeAttribute>() is { } range)
            {
                double low = Convert.ToDouble(range.Min), high = Convert.ToDouble(range.Max);
                double[] numbers = [.. values.Select(Convert.ToDouble)];
                Assert.IsInRange(low, high, numbers.Min(), option.Name);
                Assert.IsInRange(low, high, numbers.Max(), option.Name);
                double middle = range.LogBase ? Math.Sqrt(low * high) : (low + high) / 2;
                Assert.IsInRange(420, 580, numbers.Count(number => number < middle), option.Name);
            }
            else
            {
                object[] choices = option.GetCustomAttribute<ChoiceAttribute>()?.Candidates ?? [false, true];
                Assert.AreSequenceEqual(choices, values.Distinct().Order());
            }
            options++;
        }
        Assert.AreEqual(11, options);
    }

    [TestMethod]
    public void Every_drawn_point_trains()
    {
        var random = new Random(2);
        for (int draw = 0; draw < 6; draw++)
        {
            SyreNetworkCandidate candidate = SyreNetworkCandidate.Draw(random) with { Epochs = 2 };
            using SyreNetworkTransformer one = _ml.Regression.Trainers.SyreNetwork(Small.Options).With(candidate)
                .Fit(TestData.Regression(_ml, 60));
            Assert.IsTrue(double.IsFinite(one.Summary.ValidationMetric!.Value), $"{candidate}");
        }
    }
}
