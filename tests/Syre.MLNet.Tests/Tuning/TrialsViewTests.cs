using Microsoft.ML;
using Syre.MLNet.Tests.Tabular;

namespace Syre.MLNet.Tests.Tuning;

/// <summary>Trials as rows.</summary>
[TestClass]
public sealed class TrialsViewTests
{
    [TestMethod]
    public void Trials_are_a_data_view_of_the_options_that_were_tried()
    {
        using TunedTransformer tuned = TuningCases.Tune(new()
        {
            Candidates =
            [
                new() { LearningRateFactor = TuningCases.RightFactor, WidthFactor = 2, AddedLayers = 1, OtherActivation = true,
                    OtherNumericEmbedding = true, Dropout = 0.25, LabelSmoothing = 0.05, WeightDecayFactor = 0.5, Sigma0Factor = 2,
                    BatchSize = 48, Epochs = 12 },
                new() { LearningRateFactor = 1e300 },
            ],
        });
        IDataView trials = tuned.Trials;
        Assert.AreSequenceEqual([0, 0, 0, 0, 1, 1, 1, 1, 2], Small.Column<int>(trials, "Trial"));
        Assert.AreSequenceEqual([2, 3, 4, 5, 2, 3, 4, 5, 2], Small.Column<int>(trials, "Rung"));
        Assert.AreSequenceEqual([30, 12, 30], Firsts<int>("Epochs"));
        Assert.AreSequenceEqual([false, true, false], Firsts<bool>("IsBest"));
        Assert.AreSequenceEqual(["Completed", "Completed", "Failed"], Texts("State"));
        Assert.AreSequenceEqual(["16", "32, 32", "16"], Texts("HiddenLayers"));
        Assert.AreSequenceEqual(["Selu", "Mish", "Selu"], Texts("Activation"));
        Assert.AreSequenceEqual(["None", "Pbld", "None"], Texts("NumericEmbedding"));
        Assert.AreSequenceEqual([32, 48, 32], Firsts<int>("BatchSize"));
        Assert.AreSequenceEqual([1e-6, 1e-6 * TuningCases.RightFactor, 1e-6 * 1e300], Firsts<double>("LearningRate"));
        Assert.AreSequenceEqual([0.15, 0.25, 0.15], Firsts<double>("Dropout"));
        Assert.AreSequenceEqual([0, 0.05, 0], Firsts<double>("LabelSmoothing"));
        Assert.AreSequenceEqual([0.02, 0.01, 0.02], Firsts<double>("WeightDecay"));
        Assert.AreSequenceEqual([0.3, 0.6, 0.3], Firsts<double>("Sigma0"));
        double[] metrics = Firsts<double>("Metric");
        Assert.AreEqual(tuned.Best.Metric, metrics[1]);
        Assert.IsLessThan(metrics[0], metrics[1]);
        Assert.IsTrue(double.IsNaN(metrics[2]));
        Assert.IsTrue(Small.Column<double>(trials, "Seconds").All(seconds => seconds > 0));
        Assert.AreEqual("", Texts("Message")[1]);
        Assert.AreNotEqual("", Texts("Message")[2]);
        Assert.AreEqual(9, trials.GetRowCount());

        string[] Texts(string column) => [.. Firsts<ReadOnlyMemory<char>>(column).Select(text => text.ToString())];

        // Of each candidate the trial of rung 2.
        T[] Firsts<T>(string column) => Small.Column<T>(trials, column) is var all ? [all[0], all[4], all[8]] : [];
    }
}
