using Microsoft.ML;
using Syre.MLNet.Tests.Tabular;
using Syre.Torch;

namespace Syre.MLNet.Tests.WarmStart;

/// <summary>An optimizer that starts afresh, or goes on with its moments.</summary>
[TestClass]
public sealed class OptimizerStateTests
{
    /// <summary>All rows in one batch, so that their order does not count; far from the end, where decay falls.</summary>
    private static readonly SyreNetworkOptions s_options = Small.Options with
    {
        Seed = 1,
        Epochs = 1000,
        BatchSize = 240,
        ValidationFraction = 0,
        Dropout = 0,
        LearningRate = 0.01,
        LearningRateSchedule = LearningRateSchedule.Constant,
    };

    [TestMethod]
    public void Carried_it_is_one_longer_training_and_fresh_it_is_not()
    {
        using SyreNetworkTransformer whole = Fit(20, s_options), half = Fit(10, s_options with { KeepOptimizerState = true });
        InitialModel initial = InitialModel.From(half);
        using SyreNetworkTransformer carried = Fit(10, s_options with { InitialModel = initial with { CarriesOptimizerState = true } });
        using SyreNetworkTransformer fresh = Fit(10, s_options with { InitialModel = initial });
        float[] expected = Scores(whole);
        for (int row = 0; row < expected.Length; row++)
            Assert.AreEqual(expected[row], Scores(carried)[row], 1e-6 * expected.Max(Math.Abs));
        Assert.IsTrue(
            expected.Zip(Scores(fresh), (one, other) => Math.Abs(one - other)).Max() > 1e-3, "a fresh optimizer begins with other steps");
    }

    [TestMethod]
    public void It_is_kept_only_if_asked_and_takes_eight_bytes_a_parameter()
    {
        using SyreNetworkTransformer without = Fit(1, s_options), with = Fit(1, s_options with { KeepOptimizerState = true });
        Assert.IsNull(without.Model.OptimizerState);
        Assert.AreEqual(8.0 * with.Summary.Parameters, with.Model.OptimizerState!.Length, 2000);
        var e = Assert.ThrowsExactly<ArgumentException>(
            () => Fit(1, s_options with { InitialModel = InitialModel.From(without) with { CarriesOptimizerState = true } }));
        StringAssert.Contains(e.Message, "KeepOptimizerState = true");
        using var file = new TemporaryModel();
        InitialModel saved = file.Save(with, TestData.Binary(new MLContext(1)).Schema);
        e = Assert.ThrowsExactly<ArgumentException>(
            () => Fit(1, s_options with { InitialModel = saved with { CarriesOptimizerState = true } }));
        StringAssert.Contains(e.Message, "which a file does not keep");
    }

    [TestMethod]
    public void It_is_that_of_the_epoch_kept_and_not_of_the_last()
    {
        SyreNetworkOptions options = s_options with
        {
            Epochs = 40,
            LearningRate = 0.3,
            ValidationFraction = 0.3,
            KeepOptimizerState = true,
        };
        using SyreNetworkTransformer whole = Small.FitBinary(options);
        int best = whole.Summary.BestEpoch;
        Assert.AreNotEqual(40, best, "the case needs a best epoch before the last");
        using SyreNetworkTransformer stopped = Fit(best, options);
        CollectionAssert.AreEqual(stopped.Model.OptimizerState, whole.Model.OptimizerState);
    }

    [TestMethod]
    public void It_is_kept_across_a_training_that_was_stopped_after_its_best_epoch()
    {
        SyreNetworkOptions options = s_options with
        {
            Epochs = 40,
            LearningRate = 0.3,
            ValidationFraction = 0.3,
            KeepOptimizerState = true,
        };
        using SyreNetworkTransformer whole = Small.FitBinary(options);
        string folder = Directory.CreateTempSubdirectory("syre-kept").FullName;
        try
        {
            SyreNetworkOptions stoppable = options with { CheckpointDirectory = folder };
            Fit(whole.Summary.BestEpoch + 1, stoppable).Dispose();
            using SyreNetworkTransformer resumed = Small.FitBinary(stoppable);
            CollectionAssert.AreEqual(whole.Model.OptimizerState, resumed.Model.OptimizerState);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [TestMethod]
    public void Another_decay_cannot_go_on_with_it()
    {
        using SyreNetworkTransformer half = Fit(1, s_options with { KeepOptimizerState = true });
        SyreNetworkOptions next = s_options with { InitialModel = InitialModel.From(half) with { CarriesOptimizerState = true } };
        foreach (SyreOptions syre in new[] { next.Syre with { Sigma0 = 0.1 }, next.Syre with { Mode = DecayMode.Plain } })
        {
            var e = Assert.ThrowsExactly<ArgumentException>(() => Fit(1, next with { Syre = syre }));
            StringAssert.Contains(e.Message, "Syre");
        }
    }

    /// <summary>A training that is stopped after some of its epochs.</summary>
    private static SyreNetworkTransformer Fit(int epochs, SyreNetworkOptions options)
    {
        using var stop = new CancellationTokenSource();
        return Small.FitBinary(options with
        {
            CancellationToken = stop.Token,
            Progress = progress =>
            {
                if (progress.Epoch == epochs)
                    stop.Cancel();
            },
        });
    }

    private static float[] Scores(SyreNetworkTransformer model) => Small.Scores(model, TestData.Binary(new MLContext(1)));
}
