using System.Diagnostics;
using Microsoft.ML;
using Syre.MLNet.SyreNetwork;
using Syre.MLNet.Tests.Conformance;

namespace Syre.MLNet.Tests.Tuning;

/// <summary>A search ends when its time is over, or when it is told to.</summary>
[TestClass]
public sealed class TuningEndTests
{
    /// <summary>Would train for hours.</summary>
    private static SyreNetworkOptions Endless { get; } = TuningCases.Options with
    {
        Epochs = 1_000_000,
        LearningRate = 0.04,
        EarlyStopping = false,
    };

    [TestMethod]
    public void The_budget_ends_a_trial_and_the_last_training()
    {
        var clock = Stopwatch.StartNew();
        using TunedTransformer tuned = TuningCases.Tune(
            new() { Candidates = TuningCases.Planted, TimeBudget = TimeSpan.FromSeconds(3) }, Endless);
        // Half a minute for a machine that others use too; without the budget it would be hours.
        Assert.IsLessThan(30, clock.Elapsed.TotalSeconds);
        Assert.AreEqual(0, tuned.Best.Number);
        Assert.AreEqual(TuningTrialState.TimeLimit, tuned.Best.State);
        Assert.AreEqual(StopReason.TimeLimit, tuned.Network.Summary.StopReason);
        Assert.IsNull(tuned.Options.TimeLimit);
    }

    [TestMethod]
    public void A_trial_that_was_cut_short_is_not_the_best_however_good_it_is()
    {
        // The trainer as it came has its epochs soon; the others would have as many as never end.
        using TunedTransformer tuned = TuningCases.Tune(
            new()
            {
                Candidates = [new() { LearningRateFactor = TuningCases.RightFactor, Epochs = 1_000_000 }],
                TimeBudget = TimeSpan.FromSeconds(8),
            },
            TuningCases.Options with { EarlyStopping = false });
        TuningTrial cut = tuned.TrialList.Single(trial => trial.Number == 1);
        Assert.AreEqual(TuningTrialState.TimeLimit, cut.State);
        Assert.IsLessThan(tuned.Best.Metric, cut.Metric);
        Assert.AreEqual(0, tuned.Best.Number);
    }

    [TestMethod]
    public void A_budget_that_is_over_at_once_gives_the_trainer_as_it_came()
    {
        using TunedTransformer tuned = TuningCases.Tune(
            new() { Draws = 18, TimeBudget = TimeSpan.FromTicks(1) }, Endless);
        Assert.HasCount(1, tuned.TrialList);
        Assert.AreEqual(1, tuned.Network.Summary.Epochs);
    }

    [TestMethod]
    public void Where_nothing_was_searched_for_want_of_time_the_log_says_so()
    {
        List<string> warnings = [];
        MLContext ml = new MLContext(seed: 1).WarningsTo(warnings);
        TuningCases.Tune(new() { Draws = 1 }, Endless with { TimeLimit = TimeSpan.FromTicks(1) }, ml).Dispose();
        StringAssert.Contains(string.Join('\n', warnings), "nothing was searched. Give a longer TimeBudget or TimeLimit, or fewer epochs.");
    }

    [TestMethod]
    public void Rows_too_few_for_an_interval_are_refused_before_the_search()
    {
        List<TuningTrial> told = [];
        var e = Assert.ThrowsExactly<InvalidOperationException>(() => TuningCases.Tune(
            new() { Candidates = TuningCases.Planted, Progress = told.Add }, TuningCases.Options with { Interval = 0.9999 }));
        StringAssert.Contains(e.Message, "Interval of 0.9999 needs at least 9999 rows that are not trained on");
        Assert.IsEmpty(told);
    }

    [TestMethod]
    public void The_last_training_has_the_rounds_that_its_members_take()
    {
        var options = new SyreNetworkOptions { Threads = 2 };
        Assert.AreEqual((1, 2, 2, 3), (Rounds(1), Rounds(3), Rounds(4), Rounds(5)));
        Assert.AreEqual(4, TabularPlan.Rounds(4, options with { Threads = 1 }));

        int Rounds(int members) => TabularPlan.Rounds(members, options);
    }

    [TestMethod]
    public void A_cancelled_token_ends_the_search()
    {
        using var stop = new CancellationTokenSource();
        List<TuningTrial> told = [];
        Assert.Throws<OperationCanceledException>(() => TuningCases.Tune(
            new()
            {
                Candidates = TuningCases.Planted, AtOnce = 1, Progress = trial =>
                {
                    told.Add(trial);
                    if (told.Count == 3)
                        stop.Cancel();
                },
            },
            TuningCases.Options with { CancellationToken = stop.Token }));
        Assert.HasCount(3, told);
    }

    [TestMethod]
    public void A_cancelled_context_ends_the_trial_under_way()
    {
        var ml = new MLContext(seed: 1);
        using var later = new Timer(_ => ml.CancelExecution(), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        Assert.Throws<OperationCanceledException>(() => TuningCases.Tune(new() { Draws = 1 }, Endless, ml));
    }
}
