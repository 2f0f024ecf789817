using Microsoft.ML;
using Syre.Cpu;
using Syre.MLNet.Heads;
using Syre.MLNet.Networks;
using Syre.MLNet.Objectives;
using Syre.MLNet.Tests.Encoders;
using Syre.MLNet.Tests.Tabular;
using Syre.MLNet.Tests.Text;
using Syre.MLNet.Training;
using TorchSharp;

namespace Syre.MLNet.Tests.Engine;

/// <summary>Which training is computed by what, and what the log, the summary and the file say of it.</summary>
[TestClass]
public sealed class StepChoiceTests
{
    private const string Cpu = "CPU engine", Autograd = "autograd";

    private static readonly SyreNetworkOptions s_options = Small.Options with { Epochs = 1, Seed = 1 };

    private static readonly Func<NetworkContext, torch.nn.Module<torch.Tensor, torch.Tensor>> s_own =
        context => torch.nn.Linear(context.InputSize, context.OutputSize);

    /// <summary>Name of a training, what computes it, and what the log says after that.</summary>
    public static IEnumerable<object[]> Trainings =>
    [
        ["table", Cpu, "registers of"],
        ["engine by name", Cpu, "registers of"],
        ["sparse", Cpu, "registers of"],
        ["texts", Cpu, "registers of"],
        ["numbers", Cpu, "registers of"],
        ["autograd by name", Autograd, "Engine is Autograd"],
        ["own network", Autograd, "the network is the user's own"],
        ["sparse, coupled", Autograd, "a coupled pull moves every row of a table"],
        ["no label", Autograd, "the CPU engine has none of one of its stages"],
    ];

    [TestMethod]
    [DynamicData(nameof(Trainings))]
    public void Log_and_summary_say_what_computed_the_steps_and_why(string training, string name, string reason)
    {
        NeedsFusedMultiplyAdd();
        List<string> log = [];
        TrainingSummary summary = Train(training, Context(log), TrainingEngine.Auto);
        Assert.AreEqual(name, summary.Engine);
        string line = log.Single(message => message.StartsWith("Steps are computed by", StringComparison.Ordinal));
        StringAssert.StartsWith(line, $"Steps are computed by {name}: {reason}");
        if (name == Cpu)
            StringAssert.EndsWith(line, $"of {(int)CpuSupport.Widest} bits, 1 thread(s); other registers and threads give the same bits.");
    }

    [TestMethod]
    [DataRow("own network", "Engine is Cpu, but the network is the user's own.")]
    [DataRow("sparse, coupled", "Engine is Cpu, but a coupled pull moves every row of a table.")]
    [DataRow("no label", "Engine is Cpu, but the CPU engine has none of one of its stages.")]
    public void The_engine_asked_for_by_name_is_refused_before_training_where_it_cannot(string training, string message)
    {
        NeedsFusedMultiplyAdd();
        List<string> log = [];
        var e = Assert.ThrowsExactly<InvalidOperationException>(() => Train(training, Context(log), TrainingEngine.Cpu));
        StringAssert.Contains(e.Message, $"{message} Leave it Auto to train by autograd then.");
        Assert.IsEmpty(log.Where(line => line.StartsWith("Epoch", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void A_network_on_another_device_is_computed_by_autograd_and_refused_by_name()
    {
        Objective objective = PredictionTask.Named("binary").Objective;
        using ScoringNetwork network = TabularSpec.Of(s_options, Activation.Selu, 4, 1)
            .Create(new NetworkMaking(torch.CPU, 1));
        var device = new torch.Device(DeviceType.CUDA, 1);
        StepChoice choice = StepChoice.Of(network, objective, Recipe(s_options), device, 100);
        Assert.AreEqual((null, Autograd, "the network is on cuda:1"), (choice.Threads, choice.Name, choice.Reason));
        var e = Assert.ThrowsExactly<InvalidOperationException>(
            () => StepChoice.Of(network, objective, Recipe(s_options with { Engine = TrainingEngine.Cpu }), device, 100));
        StringAssert.Contains(e.Message, "Engine is Cpu, but the network is on cuda:1.");
    }

    [TestMethod]
    public void Threads_follow_from_the_size_of_a_step_and_no_processor_is_taken_twice()
    {
        NeedsFusedMultiplyAdd();
        Assert.AreEqual(1, Threads([16], batch: 32));
        Assert.AreEqual(Environment.ProcessorCount, Threads([1024, 1024], batch: 1024));
        Assert.AreEqual(1, Threads([64], batch: 100_000, rows: 3), "a batch has no more rows than there are");
        Assert.AreEqual(5, Threads([16], batch: 32, threads: 5));

        static int? Threads(int[] widths, int batch, int rows = 10_000, int? threads = null)
        {
            SyreNetworkOptions options = s_options with { HiddenLayers = widths, BatchSize = batch, Threads = threads };
            using ScoringNetwork network = TabularSpec.Of(options, Activation.Selu, 4, 1).Create(new NetworkMaking(torch.CPU, 1));
            return StepChoice.Of(network, PredictionTask.Named("binary").Objective, Recipe(options), torch.CPU, rows).Threads;
        }
    }

    private static TrainingRecipe Recipe(SyreNetworkOptions options) =>
        new(options, new TrainingPlan(1, 32).Within(options), Rows: 32, LearningRate: 0.1, Beta2: 0.9, Seed: 1);

    [TestMethod]
    [DataRow(TrainingEngine.Auto, Cpu)]
    [DataRow(TrainingEngine.Autograd, Autograd)]
    public void A_saved_file_keeps_what_computed_the_steps(TrainingEngine engine, string name)
    {
        NeedsFusedMultiplyAdd();
        var ml = new MLContext(1);
        using SyreNetworkTransformer model = Small.FitBinary(s_options with { Engine = engine });
        string path = Path.GetTempFileName();
        try
        {
            ml.Model.Save(model, TestData.Binary(ml).Schema, path);
            Assert.AreEqual(name, SyreModelFile.Open(path).Summary.Engine);
            Assert.AreEqual(engine, SyreModelFile.Open(path).Options.Engine);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static TrainingSummary Train(string training, MLContext ml, TrainingEngine engine)
    {
        SyreNetworkOptions options = s_options with { Engine = engine };
        IDataView sparse = SparseFeaturesTests.Rows(ml, slots: 3000, rows: 100);
        return training switch
        {
            "table" => Fit(options, TestData.Binary(ml)),
            "engine by name" => Fit(options with { Engine = TrainingEngine.Cpu }, TestData.Binary(ml)),
            "autograd by name" => Fit(options with { Engine = TrainingEngine.Autograd }, TestData.Binary(ml)),
            "own network" => Fit(options with { Network = s_own }, TestData.Binary(ml)),
            "sparse" => Fit(options, sparse),
            "sparse, coupled" => Fit(options with { Syre = new() { Coupled = true } }, sparse),
            "numbers" => Summary(ml.Regression.Trainers.SyreNetwork(options).Fit(TestData.Regression(ml))),
            "texts" => Text(),
            "no label" => Encoder(),
            _ => throw new ArgumentOutOfRangeException(nameof(training), training, null),
        };

        TrainingSummary Fit(SyreNetworkOptions chosen, IDataView rows) =>
            Summary(ml.BinaryClassification.Trainers.SyreNetwork(chosen).Fit(rows));

        static TrainingSummary Summary(SyreNetworkTransformer model)
        {
            using (model)
                return model.Summary;
        }

        TrainingSummary Text()
        {
            SyreTextClassificationOptions text = SmallText.Options with { Epochs = 1, Engine = engine, Threads = 1 };
            using var model = ml.BinaryClassification.Trainers.SyreTextClassification(text).Fit(TextData.Binary(ml, 60));
            return model.Summary;
        }

        TrainingSummary Encoder()
        {
            using SyreEncoderTransformer encoder = ml.Transforms.SyreEncoder(EncoderCases.Options with { Engine = engine })
                .Fit(TestData.Binary(ml));
            return encoder.Summary;
        }
    }

    private static MLContext Context(List<string> log)
    {
        var ml = new MLContext(1);
        ml.Log += (_, message) => log.Add(message.RawMessage);
        return ml;
    }

    private static void NeedsFusedMultiplyAdd()
    {
        if (!CpuSupport.HasFusedMultiplyAdd)
            Assert.Inconclusive("This processor has no fused multiply-add.");
    }
}
