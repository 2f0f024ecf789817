using Microsoft.ML;
using Syre.MLNet.Stock;
using Syre.MLNet.Tests.Tabular;
using TorchSharp;

namespace Syre.MLNet.Tests.WarmStart;

/// <summary>Training on from an earlier network, for regression with labels or features of another range too.</summary>
[TestClass]
public sealed class WarmStartTests
{
    /// <summary>Of a training so short, either start may do better by chance: over five seeds by up to 17 %, in either direction.</summary>
    private const int Seeds = 5;
    private const double Chance = 1.25;

    private static readonly SyreNetworkOptions s_options = Small.Options with { Epochs = 40, Seed = 1 };

    [TestMethod]
    public void Training_goes_on_from_an_earlier_network()
    {
        var ml = new MLContext(seed: 1);
        IDataView data = TestData.Regression(ml);
        SyreNetworkEstimator trainer = ml.Regression.Trainers.SyreNetwork(Small.Options with { ValidationSet = data });
        using SyreNetworkTransformer first = trainer.Fit(data);
        using SyreNetworkTransformer second =
            ml.Regression.Trainers.SyreNetwork(Small.Options with { ValidationSet = data, Epochs = 40 }).Fit(data, null, first.Model);
        Assert.IsTrue(second.Summary.ValidationError < first.Summary.ValidationError);
        Assert.AreEqual(240, first.Summary.TrainingRows);
    }

    [TestMethod]
    public void An_earlier_network_of_another_shape_or_task_is_refused()
    {
        var ml = new MLContext(seed: 1);
        using SyreNetworkTransformer earlier = Small.FitBinary(Small.Options);
        var wider = Small.Options with { HiddenLayers = [32, 16] };
        var e = Assert.ThrowsExactly<ArgumentException>(
            () => ml.BinaryClassification.Trainers.SyreNetwork(wider).Fit(TestData.Binary(ml), null, earlier.Model));
        StringAssert.Contains(e.Message, "stage1.linear.weight [4, 16] and [4, 32]");
        Assert.ThrowsExactly<ArgumentException>(
            () => ml.Regression.Trainers.SyreNetwork(Small.Options).Fit(TestData.Regression(ml), null, earlier.Model));
    }

    [TestMethod]
    [DataRow(1000f, 0f)]
    [DataRow(0.001f, 0f)]
    [DataRow(1f, 1e4f)]
    [DataRow(1f, -100f)]
    [DataRow(-5f, 0f)]
    [DataRow(1e36f, 0f)]
    [DataRow(1e-38f, 0f)]
    public void Labels_of_another_range_are_predicted_and_no_worse_than_by_a_cold_start(float factor, float shift)
    {
        foreach (bool own in new[] { false, true })
        {
            double warmErrors = 0, coldErrors = 0;
            for (int seed = 1; seed <= Seeds; seed++)
            {
                var ml = new MLContext(seed);
                List<string> log = Warnings(ml);
                SyreNetworkOptions options = s_options with { Seed = seed };
                if (own)
                    options = options with { Network = Own, LearningRate = 0.02 };
                using SyreNetworkTransformer earlier = Trainer(ml, options).Fit(TestData.Regression(ml));
                Assert.IsFalse(log.Any(line => line.Contains("earlier")));
                IDataView data = Labelled(ml, label => label * factor + shift);
                SyreNetworkEstimator few = Trainer(ml, options with { Epochs = 4 });
                using SyreNetworkTransformer warm = few.Fit(data, null, earlier.Model), cold = few.Fit(data);
                double warmError = Error(warm, data);
                Assert.IsTrue(warmError < 0.9, $"{warmError} deviations, own network {own}");
                Assert.IsTrue(log.Any(line => line.Contains("those of the earlier training from")), "nothing of it in the log");
                warmErrors += warmError;
                coldErrors += Error(cold, data);
            }
            Assert.IsTrue(warmErrors <= Chance * coldErrors, $"warm {warmErrors / Seeds}, cold {coldErrors / Seeds}, own network {own}");
        }
    }

    [TestMethod]
    public void Labels_that_have_nothing_to_do_with_the_earlier_ones_are_learnt()
    {
        var ml = new MLContext(1);
        using SyreNetworkTransformer earlier = Trainer(ml, s_options).Fit(TestData.Regression(ml));
        IDataView data = TestData.View(ml, TestData.Examples(240, 1, false, signal => 500 + 100 * MathF.Cos(4 * signal)));
        SyreNetworkEstimator few = Trainer(ml, s_options with { Epochs = 30 });
        using SyreNetworkTransformer warm = few.Fit(data, null, earlier.Model), cold = few.Fit(data);
        double warmError = Error(warm, data), coldError = Error(cold, data);
        Assert.IsTrue(warmError <= 1.1 * coldError, $"warm {warmError}, cold {coldError}");
    }

    [TestMethod]
    public void Labels_of_another_range_follow_from_a_file_too()
    {
        string path = Path.GetTempFileName();
        try
        {
            var ml = new MLContext(1);
            IDataView data = TestData.Regression(ml), thousands = Labelled(ml, label => 1000 * label);
            using (SyreNetworkTransformer earlier = Trainer(ml, s_options).Fit(data))
                ml.Model.Save(earlier, data.Schema, path);
            using SyreNetworkModel rebuilt = SyreModelFile.Open(path).CreateModel();
            using SyreNetworkTransformer warm = Trainer(ml, s_options with { Epochs = 2 }).Fit(thousands, null, rebuilt);
            Assert.IsTrue(Error(warm, thousands) < 0.5, $"{Error(warm, thousands)}");
            ml.Model.Save(warm, data.Schema, path);
            float[] inMemory = Small.Scores(warm, thousands), fromFile = Small.Scores(ml.Model.LoadSurely(path, out _), thousands);
            for (int row = 0; row < inMemory.Length; row++)
                Assert.AreEqual(inMemory[row], fromFile[row], 1e-5f * inMemory.Max());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestMethod]
    public void A_part_of_the_earlier_rows_does_not_cap_the_predictions_for_the_others()
    {
        var ml = new MLContext(1);
        IDataView all = TestData.Regression(ml);
        using SyreNetworkTransformer earlier = Trainer(ml, s_options).Fit(all);
        float[] before = Small.Scores(earlier, all);
        IDataView high = ml.Data.FilterRowsByColumn(all, "Label", lowerBound: 3);
        SyreNetworkOptions still = s_options with { Epochs = 1, LearningRate = 1e-7, ValidationFraction = 0 };
        using SyreNetworkTransformer further = Trainer(ml, still).Fit(high, null, earlier.Model);
        float[] after = Small.Scores(further, all);
        for (int row = 0; row < before.Length; row++)
            Assert.AreEqual(before[row], after[row], 1e-3f);
    }

    [TestMethod]
    public void Features_far_from_the_earlier_scale_are_named()
    {
        var ml = new MLContext(1);
        List<string> log = Warnings(ml);
        using SyreNetworkTransformer earlier = Trainer(ml, s_options).Fit(TestData.Regression(ml));
        List<Example<float>> examples = TestData.Examples(240, 2, false, TestData.RegressionLabel);
        using SyreNetworkTransformer alike = Trainer(ml, s_options).Fit(TestData.View(ml, examples), null, earlier.Model);
        Assert.IsFalse(log.Any(line => line.Contains("scale of the features")), string.Join('\n', log));
        foreach (Example<float> example in examples)
            example.Features = new(4, [.. example.Features.DenseValues().Select((value, slot) => slot == 1 ? 1000 * value : value)]);
        using SyreNetworkTransformer moved = Trainer(ml, s_options).Fit(TestData.View(ml, examples), null, earlier.Model);
        StringAssert.Contains(log.Single(line => line.Contains("scale of the features")), "column 'Features', slot 1 'Second'");
    }

    private static torch.nn.Module<torch.Tensor, torch.Tensor> Own(NetworkContext context)
    {
        torch.manual_seed(3);
        return torch.nn.Sequential(
            torch.nn.Linear(context.InputSize, 16), torch.nn.Tanh(), torch.nn.Linear(16, context.OutputSize));
    }

    private static SyreNetworkEstimator Trainer(MLContext ml, SyreNetworkOptions options) => ml.Regression.Trainers.SyreNetwork(options);

    private static IDataView Labelled(MLContext ml, Func<float, float> label) =>
        TestData.View(ml, TestData.Examples(240, 1, false, signal => label(TestData.RegressionLabel(signal))));

    private static List<string> Warnings(MLContext ml)
    {
        List<string> log = [];
        ml.WarningsTo(log);
        return log;
    }

    /// <summary>Root mean square error in deviations of the labels.</summary>
    private static double Error(SyreNetworkTransformer model, IDataView data)
    {
        double[] labels = [.. Small.Column<float>(data, "Label").Select(label => (double)label)];
        double deviation = Math.Sqrt(labels.Average(label => Math.Pow(label - labels.Average(), 2)));
        return Math.Sqrt(Small.Scores(model, data).Zip(labels, (score, label) => Math.Pow((score - label) / deviation, 2)).Average());
    }
}
