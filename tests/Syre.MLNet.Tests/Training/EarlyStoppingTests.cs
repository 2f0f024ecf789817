using Microsoft.ML;
using Syre.MLNet.Options;
using Syre.MLNet.Tests.Tabular;

namespace Syre.MLNet.Tests.Training;

[TestClass]
public sealed class EarlyStoppingTests
{
    [TestMethod]
    public void Waves_of_the_schedule_begin_where_the_rate_is_zero()
    {
        foreach ((double start, int wave) in new[] { (0, 0), (1 / 15.0, 1), (3 / 15.0, 2), (7 / 15.0, 3) })
        {
            Assert.AreEqual(wave, Schedules.Wave(LearningRateSchedule.CosineLog4, start + 1e-9));
            Assert.AreEqual(0, Schedules.Factor(LearningRateSchedule.CosineLog4, start), 1e-12);
        }
        Assert.AreEqual(4, Schedules.Wave(LearningRateSchedule.CosineLog4, 1));
        foreach (LearningRateSchedule other in Enum.GetValues<LearningRateSchedule>().Where(one => one != LearningRateSchedule.CosineLog4))
            Assert.AreEqual(Schedules.Wave(other, 0), Schedules.Wave(other, 1));
    }

    [TestMethod]
    public void Training_ends_with_the_third_wave_where_that_brought_nothing()
    {
        int checkedRuns = 0;
        foreach (long seed in Enumerable.Range(1, 6))
        {
            SyreNetworkOptions options = Small.Options with { Epochs = 60, Seed = seed };
            (List<int> bests, int epochs, StopReason reason) = Train(options);
            (_, int all, _) = Train(options with { EarlyStopping = false });
            Assert.AreEqual(60, all);
            int expected = bests.Any(best => best is > 12 and <= 28) ? 60 : 28;
            Assert.AreEqual(expected, epochs);
            Assert.AreEqual(expected < 60 ? StopReason.EarlyStopped : StopReason.Completed, reason);
            checkedRuns += expected < 60 ? 1 : 0;
        }
        Assert.IsGreaterThan(0, checkedRuns, "the case stops at least once");
    }

    [TestMethod]
    public void Without_rows_held_back_all_epochs_are_done() =>
        Assert.AreEqual(60, Train(Small.Options with { Epochs = 60, Seed = 1, ValidationFraction = 0 }).Epochs);

    private static (List<int> Bests, int Epochs, StopReason Reason) Train(SyreNetworkOptions options)
    {
        List<int> bests = [];
        double least = double.PositiveInfinity;
        var ml = new MLContext(1);
        using SyreNetworkTransformer model = ml.BinaryClassification.Trainers.SyreNetwork(options with
        {
            Metric = TrainingMetric.LogLoss,
            Progress = progress =>
            {
                if (progress.ValidationLoss < least)
                    bests.Add(progress.Epoch);
                least = Math.Min(least, progress.ValidationLoss);
            },
        }).Fit(MetricTests.Noisy(ml, 300, 1));
        return (bests, model.Summary.Epochs, model.Summary.StopReason);
    }
}
