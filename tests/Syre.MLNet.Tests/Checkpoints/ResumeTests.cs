using Syre.Tests.Resuming;

namespace Syre.MLNet.Tests.Checkpoints;

/// <summary>A fit that is stopped and started again ends with the bits of one that was not.</summary>
[TestClass]
public sealed class ResumeTests
{
    public static IEnumerable<object[]> Kinds => Trainings.All.Keys.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void A_fit_that_is_stopped_twice_goes_on_and_ends_with_the_same_bits(string training)
    {
        string expected = Trainings.All[training](new RunSettings(Directory: null));
        using var folder = new CheckpointCase();
        folder.FitUntil(2, training);
        string cancelled = folder.FitCancelledAt(4, training);
        StringAssert.Contains(cancelled, $"{nameof(TrainingSummary.StopReason)} = {StopReason.Cancelled}, Epochs = 4,");

        int[] told = [];
        Assert.AreEqual(expected, folder.Fit(
            training, settings => settings with { Progress = progress => told = progress.Member == 0 ? [.. told, progress.Epoch] : told }));
        Assert.IsInRange(4, 5, told[0]);
        Assert.AreSequenceEqual(Enumerable.Range(told[0], told.Length), told);
        StringAssert.Contains(folder.Log, $"Training goes on after epoch {told[0] - 1}");
        Assert.IsEmpty(Directory.GetFiles(folder.Folder));
    }

    [TestMethod]
    public void A_fit_that_is_stopped_in_any_epoch_goes_on_and_ends_with_the_same_bits()
    {
        using var folder = new CheckpointCase();
        string expected = folder.Fit();
        for (int epoch = 1; epoch <= folder.Settings.Epochs; epoch++)
            folder.FitUntil(epoch);
        Assert.AreEqual(expected, folder.Fit());
    }

    [TestMethod]
    public void Checkpoints_change_no_bit_of_a_training() =>
        Assert.AreEqual(Trainings.All["own network"](new RunSettings(Directory: null)), Fitted("own network"));

    [TestMethod]
    public void Of_the_last_epoch_only_what_follows_it_is_done_again()
    {
        using var folder = new CheckpointCase();
        string expected = folder.Fit("stopped early", settings => settings with { Epochs = 60 });
        int last = int.Parse(expected.Split("Epochs = ")[1].Split(',')[0]);
        Assert.IsInRange(4, 59, last);
        // Behind the last epoch's checkpoint, as if the process had been killed there.
        using var source = new CancellationTokenSource();
        folder.Fit("stopped early", settings => settings with
        {
            Epochs = 60,
            Token = source.Token,
            Progress = progress =>
            {
                if (progress.Epoch == last)
                    source.Cancel();
            },
        });
        Assert.AreEqual(expected, folder.Fit(
            "stopped early", settings => settings with { Epochs = 60, Progress = _ => Assert.Fail("There was one more epoch.") }));
    }

    [TestMethod]
    public void A_training_whose_time_is_over_goes_on_with_more_time()
    {
        using var folder = new CheckpointCase();
        string expected = folder.Fit();
        string stopped = Timed(TimeSpan.FromTicks(1), epoch => Assert.AreEqual(1, epoch));
        StringAssert.Contains(stopped, $"{nameof(TrainingSummary.StopReason)} = {StopReason.TimeLimit}, Epochs = 1,");
        Assert.AreEqual(stopped, Timed(TimeSpan.FromTicks(1), epoch => Assert.Fail($"Epoch {epoch} was trained.")));
        Assert.AreEqual(expected, Timed(TimeSpan.FromHours(1), epoch => Assert.IsGreaterThan(1, epoch)));

        string Timed(TimeSpan limit, Action<int> told) => Trainings.Table(
            folder.Settings with { Progress = progress => told(progress.Epoch) },
            options => options with { TimeLimit = limit, Collapse = new() { HistoryEvery = 2 } });
    }

    [TestMethod]
    public void The_time_of_all_parts_is_counted_and_that_between_them_is_not()
    {
        using var folder = new CheckpointCase();
        TimeSpan before = default, after = default;
        Assert.ThrowsExactly<TimeoutException>(() => folder.Fit("table", settings => settings with
        {
            Progress = progress =>
            {
                Thread.Sleep(100);
                before = progress.Elapsed;
                if (progress.Epoch == 3)
                    throw new TimeoutException();
            },
        }));
        Thread.Sleep(500);
        folder.Fit("table", settings => settings with { Progress = progress => after = after == default ? progress.Elapsed : after });
        // The third epoch was not written, and the fourth is not done when it is told of the third again.
        Assert.IsGreaterThan(TimeSpan.FromMilliseconds(200), after);
        Assert.IsLessThan(before + TimeSpan.FromMilliseconds(400), after);
    }

    private static string Fitted(string training)
    {
        using var folder = new CheckpointCase();
        return folder.Fit(training);
    }
}
