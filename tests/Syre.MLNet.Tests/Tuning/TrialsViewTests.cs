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
                    Dropout = 0.25, LabelSmoothing = 0.05, WeightDecayFactor = 0.5, Sigma0Factor = 2, BatchSize = 48, Epochs = 12 },
                new() { LearningRateFactor = 1e300 },
            ],
        });
        IDataView trials = tuned.Trials;
        Assert.AreSequenceEqual([0, 1, 2], Small.Column<int>(trials, "Trial"));
        Assert.AreSequenceEqual([2, 2, 2], Small.Column<int>(trials, "Rung"));
        Assert.AreSequenceEqual([30, 12, 30], Small.Column<int>(trials, "Epochs"));
        Assert.AreSequenceEqual([false, true, false], Small.Column<bool>(trials, "IsBest"));
        Assert.AreSequenceEqual(["Completed", "Completed", "Failed"], Texts("State"));
        Assert.AreSequenceEqual(["16", "32, 32", "16"], Texts("HiddenLayers"));
        Assert.AreSequenceEqual(["Selu", "Mish", "Selu"], Texts("Activation"));
        Assert.AreSequenceEqual([32, 48, 32], Small.Column<int>(trials, "BatchSize"));
        Assert.AreSequenceEqual([1e-6, 1e-6 * TuningCases.RightFactor, 1e-6 * 1e300], Small.Column<double>(trials, "LearningRate"));
        Assert.AreSequenceEqual([0.15, 0.25, 0.15], Small.Column<double>(trials, "Dropout"));
        Assert.AreSequenceEqual([0, 0.05, 0], Small.Column<double>(trials, "LabelSmoothing"));
        Assert.AreSequenceEqual([0.02, 0.01, 0.02], Small.Column<double>(trials, "WeightDecay"));
        Assert.AreSequenceEqual([0.3, 0.6, 0.3], Small.Column<double>(trials, "Sigma0"));
        double[] metrics = Small.Column<double>(trials, "Metric");
        Assert.AreEqual(tuned.Best.Metric, metrics[1]);
        Assert.IsLessThan(metrics[0], metrics[1]);
        Assert.IsTrue(double.IsNaN(metrics[2]));
        Assert.IsTrue(Small.Column<double>(trials, "Seconds").All(seconds => seconds > 0));
        Assert.AreEqual("", Texts("Message")[1]);
        Assert.AreNotEqual("", Texts("Message")[2]);
        Assert.AreEqual(3, trials.GetRowCount());

        string[] Texts(string column) => [.. Small.Column<ReadOnlyMemory<char>>(trials, column).Select(text => text.ToString())];
    }
}
