using Microsoft.ML;
using Syre.MLNet.Tests.Checkpoints;
using Syre.MLNet.Tests.Tabular;
using Syre.Tests.EngineBits;
using Syre.Tests.Resuming;

namespace Syre.MLNet.Tests.Engine;

/// <summary>Trainings by the CPU engine from their beginning to their end: divergence, checkpoints, warm starts.</summary>
[TestClass]
public sealed class EngineTrainingTests
{
    private static readonly SyreNetworkOptions s_options =
        Small.Options with { Seed = 1, Engine = TrainingEngine.Cpu, LearningRateSchedule = LearningRateSchedule.Constant };

    [TestMethod]
    public void A_loss_that_is_not_a_number_in_the_first_epoch_ends_the_fit()
    {
        var e = Assert.ThrowsExactly<InvalidOperationException>(() => Small.FitBinary(s_options with { LearningRate = 1e30 }));
        StringAssert.Contains(e.Message, "The loss is not a finite number in epoch 1, and there is no earlier epoch to keep.");
    }

    [TestMethod]
    public void A_loss_that_is_not_a_number_later_keeps_the_best_epoch_and_is_warned_of()
    {
        List<string> warnings = [];
        MLContext ml = new MLContext(1).WarningsTo(warnings);
        IDataView data = TestData.Regression(ml);
        // The schedule begins with a learning rate of 0, and an epoch is a step: so the first does no harm.
        using SyreNetworkTransformer model = ml.Regression.Trainers.SyreNetwork(s_options with
        {
            LearningRate = 1e30,
            LearningRateSchedule = LearningRateSchedule.CosineLog4,
            BatchSize = 240,
        }).Fit(data);
        Assert.AreEqual((StopReason.Diverged, 1), (model.Summary.StopReason, model.Summary.BestEpoch));
        Assert.IsTrue(Small.Scores(model, data).All(float.IsFinite));
        Assert.IsTrue(warnings.Any(line => line.Contains("The loss is not a finite number in epoch")), string.Join('\n', warnings));
    }

    [TestMethod]
    public void A_checkpoint_of_one_thread_is_gone_on_from_with_two_to_the_same_bits_and_without_a_warning()
    {
        using var folder = new CheckpointCase();
        string expected = folder.Fit();
        StringAssert.Contains(expected, "Engine = CPU engine");
        folder.FitUntil(4);
        string found = Syre.Tests.Resuming.Trainings.Table(
            folder.Logged(), options => options with { Threads = 2, Collapse = new() { HistoryEvery = 2 } });
        Assert.AreEqual(expected, found);
        StringAssert.Contains(folder.Log, "Training goes on after epoch 3,");
        Assert.DoesNotContain("Warning", folder.Log);
    }

    [TestMethod]
    [DataRow(TrainingEngine.Cpu, 1)]
    [DataRow(TrainingEngine.Autograd, 2)]
    public void Threads_are_the_engines_beside_which_libtorch_only_measures_with_one(TrainingEngine engine, int expected)
    {
        int ofTorch = 0;
        Small.FitBinary(s_options with
        {
            Engine = engine,
            Threads = 2,
            Progress = _ => ofTorch = TorchSharp.torch.get_num_threads(),
        }).Dispose();
        Assert.AreEqual(expected, ofTorch);
    }

    [TestMethod]
    [DynamicData(nameof(ResumeTests.Kinds), typeof(ResumeTests))]
    public void Trainings_that_are_stopped_and_go_on_are_the_engines_but_for_own_networks(string training) => StringAssert.Contains(
        Syre.Tests.Resuming.Trainings.All[training](new RunSettings(Directory: null) { Epochs = 1 }),
        $"Engine = {(training == "own network" ? "autograd" : "CPU engine")}");

    [TestMethod]
    public void A_training_that_carries_its_optimizer_on_is_one_longer_training()
    {
        // A constant learning rate and decay and no dropout: then nothing depends on how many epochs there are to come.
        var ml = new MLContext(1);
        IDataView data = TestData.Regression(ml);
        SyreNetworkOptions options = s_options with
        {
            Dropout = 0,
            ValidationFraction = 0,
            BatchSize = 240,
            KeepOptimizerState = true,
            Syre = new() { WeightDecay = 0 },
        };
        using SyreNetworkTransformer whole = ml.Regression.Trainers.SyreNetwork(options with { Epochs = 6 }).Fit(data);
        using SyreNetworkTransformer first = ml.Regression.Trainers.SyreNetwork(options with { Epochs = 4 }).Fit(data);
        using SyreNetworkTransformer second = ml.Regression.Trainers.SyreNetwork(options with
        {
            Epochs = 2,
            InitialModel = InitialModel.From(first) with { CarriesOptimizerState = true },
        }).Fit(data);
        Assert.AreEqual("CPU engine", second.Summary.Engine);
        float[] expected = Small.Scores(whole, data), actual = Small.Scores(second, data), before = Small.Scores(first, data);
        double moved = expected.Zip(before, (one, other) => Math.Abs((double)one - other)).Max();
        // One batch, whose rows come in another order: sums differ in their last digits.
        for (int row = 0; row < expected.Length; row++)
            Assert.AreEqual(expected[row], actual[row], 1e-3 * moved);
    }

    [TestMethod]
    [DataRow("number, trained on")]
    [DataRow("number, sparse, trained on")]
    public void A_warm_start_gives_the_same_bits_every_time_and_with_any_threads(string training)
    {
        TrainedNetwork[] trained = [.. new[] { 1, 1, 2, 3 }.Select(
            threads => EngineTrainings.All[training](new TrainingSettings(threads, _ => { })))];
        Assert.HasCount(1, trained.Distinct());
        Assert.AreEqual("CPU engine", trained[0].Engine);
    }
}
