using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;
using Syre.MLNet.Tests.Tabular;

namespace Syre.MLNet.Tests.Tuning;

/// <summary>What is found, what it is measured on, and what ends a search.</summary>
[TestClass]
public sealed class TunedTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void The_learning_rate_that_learns_is_found()
    {
        using TunedTransformer tuned = TuningCases.Tune(new() { Candidates = TuningCases.Planted });
        Assert.AreEqual(TuningCases.RightFactor, tuned.Best.Candidate.LearningRateFactor);
        Assert.AreEqual(0.04, tuned.Options.LearningRate!.Value, 1e-9);
        Assert.AreEqual(tuned.Options.LearningRate, tuned.Model.Options.LearningRate);
        Assert.IsLessThan(tuned.TrialList[0].Metric / 2, tuned.Best.Metric);
        Assert.IsGreaterThan(0.9, _ml.BinaryClassification.Evaluate(tuned.Transform(TestData.Binary(_ml, seed: 2))).Accuracy);
    }

    [TestMethod]
    public void Most_candidates_are_left_behind_after_a_part_of_their_epochs()
    {
        using TunedTransformer tuned = TuningCases.Tune(new() { Candidates = TuningCases.Planted });
        Assert.AreSequenceEqual(
            ["2: 30 epochs, 1 trials", "1: 10 epochs, 6 trials", "2: 30 epochs, 2 trials"],
            new[] { (2, true), (1, false), (2, false) }.Select(part =>
            {
                TuningTrial[] trials = [.. tuned.TrialList.Where(trial => (trial.Rung, trial.Number == 0) == part)];
                return $"{part.Item1}: {trials.Select(trial => trial.Epochs).Distinct().Single()} epochs, {trials.Length} trials";
            }));
    }

    [TestMethod]
    public void What_beats_the_trainer_as_it_came_is_compared_with_it_on_other_rows_held_back()
    {
        using TunedTransformer tuned = TuningCases.Tune(new() { Candidates = TuningCases.Planted });
        Assert.AreSequenceEqual(
            [(0, 3), (0, 4), (0, 5), (4, 3), (4, 4), (4, 5)],
            tuned.TrialList.Where(trial => trial is { Rung: > 2, Number: 0 or 4 })
                .Select(trial => (trial.Number, trial.Rung)));
        TuningTrial[] own = [.. tuned.TrialList.Where(trial => trial.Number == 0)];
        Assert.HasCount(4, own.Select(trial => trial.Metric).Distinct().ToList());
        // They are the networks of an ensemble of four.
        using SyreNetworkTransformer four = _ml.BinaryClassification.Trainers
            .SyreNetwork(TuningCases.Options with { Members = 4 }).Fit(TestData.Binary(_ml));
        Assert.AreSequenceEqual(
            four.Summary.Members.Select(member => member.ValidationMetric!.Value), own.Select(trial => trial.Metric));
    }

    [TestMethod]
    public void Drawn_candidates_of_a_bracket_begin_with_a_ninth_of_their_epochs_but_four()
    {
        using TunedTransformer tuned = TuningCases.Tune(new() { Draws = 9 }, TuningCases.Options with { LearningRate = 0.04 });
        TuningTrial[] begun = [.. tuned.TrialList.Where(trial => trial.Rung == 0)];
        Assert.HasCount(9, begun);
        foreach (TuningTrial trial in begun)
            Assert.AreEqual(Math.Max(4, (int)Math.Ceiling(trial.Candidate.Epochs!.Value / 9.0)), trial.Epochs);
        Assert.HasCount(3, tuned.TrialList.Where(trial => trial.Rung == 1).ToList());
        Assert.IsGreaterThan(5, begun.Select(trial => trial.Candidate).Distinct().Count());
    }

    [TestMethod]
    public void The_best_is_never_worse_than_the_trainer_as_it_came()
    {
        using TunedTransformer tuned = TuningCases.Tune(
            new() { Candidates = [new() { LearningRateFactor = 1e-5 }] }, TuningCases.Options with { LearningRate = 0.04 });
        Assert.AreEqual(0, tuned.Best.Number);
        using SyreNetworkTransformer untuned = _ml.BinaryClassification.Trainers
            .SyreNetwork(TuningCases.Options with { LearningRate = 0.04 }).Fit(TestData.Binary(_ml));
        IDataView test = TestData.Binary(_ml, seed: 2);
        Assert.AreSequenceEqual(Small.Scores(untuned, test), Small.Scores(tuned, test));
        Assert.AreEqual(untuned.Summary.ValidationMetric, tuned.Best.Metric);
    }

    [TestMethod]
    public void The_same_seed_finds_the_same_with_any_number_of_trials_at_once()
    {
        string[] found = [.. new int?[] { 1, 4, null }.Select(atOnce =>
        {
            using TunedTransformer tuned = TuningCases.Tune(new() { Draws = 9, AtOnce = atOnce });
            return TuningCases.Describe(tuned);
        })];
        Assert.HasCount(1, found.Distinct().ToList());
        using TunedTransformer other = TuningCases.Tune(new() { Draws = 9 }, TuningCases.Options with { Seed = 6 });
        Assert.AreNotEqual(found[0], TuningCases.Describe(other));
    }

    [TestMethod]
    [DataRow(TrainingMetric.Accuracy)]
    [DataRow(TrainingMetric.AreaUnderRocCurve)]
    [DataRow(TrainingMetric.LogLoss)]
    public void Trials_are_judged_by_the_metric_of_the_trainer(TrainingMetric metric)
    {
        IDataView validation = TestData.Binary(_ml, seed: 3);
        SyreNetworkOptions options = TuningCases.Options with
        {
            Metric = metric,
            ValidationSet = validation,
            LearningRate = 0.01,
            Calibrate = false,
        };
        using TunedTransformer tuned = TuningCases.Tune(new() { Draws = 0 }, options);
        CalibratedBinaryClassificationMetrics measured = _ml.BinaryClassification.Evaluate(tuned.Transform(validation));
        double expected = metric switch
        {
            TrainingMetric.Accuracy => 1 - measured.Accuracy,
            TrainingMetric.AreaUnderRocCurve => 1 - measured.AreaUnderRocCurve,
            // ML.NET counts in bits.
            _ => measured.LogLoss * Math.Log(2),
        };
        // Log-loss is judged after a temperature, which the model does not have here: it can only be better.
        if (metric == TrainingMetric.LogLoss)
            Assert.IsLessThanOrEqualTo(expected + 1e-6, tuned.Best.Metric);
        else
            Assert.AreEqual(expected, tuned.Best.Metric, 1e-6);
    }

    [TestMethod]
    public void All_tasks_are_tuned()
    {
        var search = new SyreNetworkTunerOptions { Draws = 3 };
        SyreNetworkOptions options = TuningCases.Options with { LearningRate = null, Epochs = 6 };
        using TunedTransformer classes =
            _ml.MulticlassClassification.Trainers.SyreNetwork(options).Tuned(search).Fit(TestData.Multiclass(_ml));
        using TunedTransformer numbers = _ml.Regression.Trainers.SyreNetwork(options).Tuned(search).Fit(TestData.Regression(_ml));
        foreach (TunedTransformer tuned in new[] { classes, numbers })
        {
            Assert.IsTrue(tuned.TrialList.All(trial => trial.State == TuningTrialState.Completed), $"{tuned.TrialList[^1]}");
            Dictionary<int, double> finals = tuned.TrialList.Where(trial => trial.Rung > 2).GroupBy(trial => trial.Number)
                .ToDictionary(group => group.Key, group => group.Average(trial => trial.Metric));
            Assert.AreEqual(finals.MinBy(one => one.Value).Key, tuned.Best.Number);
            Assert.AreEqual(2, tuned.Best.Rung);
        }
    }

    [TestMethod]
    public void A_trial_that_fails_is_noted_and_passed_over()
    {
        using TunedTransformer tuned = TuningCases.Tune(new()
        {
            Candidates = [new() { LearningRateFactor = 1e300 }, new() { LearningRateFactor = TuningCases.RightFactor }],
        });
        TuningTrial failed = tuned.TrialList.Single(trial => trial.Number == 1);
        Assert.AreEqual(TuningTrialState.Failed, failed.State);
        Assert.IsTrue(double.IsNaN(failed.Metric));
        StringAssert.Contains(failed.Message, "not a finite number");
        Assert.AreEqual(2, tuned.Best.Number);
    }

    [TestMethod]
    public void Where_all_trials_fail_the_tuning_does_and_says_why()
    {
        SyreNetworkOptions oneGroup = TuningCases.Options with { SamplingKeyColumnName = "Group" };
        IDataView rows = TestData.View(_ml, TestData.Examples(60, 1, false, TestData.BinaryLabel)
            .ConvertAll(example => { example.Group = "the same"; return example; }));
        var e = Assert.ThrowsExactly<InvalidOperationException>(() => _ml.BinaryClassification.Trainers.SyreNetwork(oneGroup)
            .Tuned(new() { Candidates = [new() { WidthFactor = 2 }] }).Fit(rows));
        StringAssert.Contains(e.Message, "All 2 trials failed. The first: No row was held back");
    }

    [TestMethod]
    public void What_cannot_be_tuned_is_refused_with_all_that_is_wrong()
    {
        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new MLContext().BinaryClassification.Trainers
            .SyreNetwork(new SyreNetworkOptions { ValidationFraction = 0 }).Tuned(new()
            {
                TimeBudget = TimeSpan.Zero, Draws = -1, AtOnce = 0, JournalDirectory = "journal",
                Candidates = [new() { Dropout = 1, BatchSize = 0 }, null!],
            }));
        foreach (string part in new[]
        {
            "TimeBudget is 00:00:00", "Draws is -1", "AtOnce is 0", "JournalDirectory needs a seed", "holds no row back",
            "Candidates[0].Dropout is 1", "Candidates[0].BatchSize is 0", "Candidates has a null at 1",
        })
        {
            StringAssert.Contains(e.Message, part);
        }
    }

    [TestMethod]
    public void A_saved_model_is_that_of_the_network()
    {
        using TunedTransformer tuned = TuningCases.Tune(new() { Candidates = TuningCases.Planted });
        IDataView test = TestData.Binary(_ml, seed: 2);
        using var file = new MemoryStream();
        _ml.Model.Save(tuned, test.Schema, file);
        ITransformer loaded = new MLContext().Model.LoadSurely(file, out _);
        float[] expected = Small.Scores(tuned.Network, test), found = Small.Scores(loaded, test);
        for (int row = 0; row < found.Length; row++)
            Assert.AreEqual(expected[row], found[row], 1e-4);
        (loaded as IDisposable)?.Dispose();
    }
}
