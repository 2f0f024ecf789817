using Microsoft.ML;
using Syre.MLNet.Networks;
using Syre.MLNet.Options;
using Syre.MLNet.Tests.Tabular;
using Syre.MLNet.Training;
using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.WarmStart;

/// <summary>Presets in the trainers: θ0 by fan-in and activation, λ from the steps, the start displaced once.</summary>
[TestClass]
public sealed class PresetTests
{
    private static readonly SyreNetworkOptions s_options = Small.Options with { Seed = 1, Calibrate = false };

    [TestMethod]
    [DataRow(SyrePreset.Retraining, LearningRateSchedule.CosineLog4, 5, 240)]
    [DataRow(SyrePreset.Rescue, LearningRateSchedule.Constant, 1, 33)]
    [DataRow(SyrePreset.Rescue, LearningRateSchedule.Cosine, 3, 1)]
    public void Rates_times_decays_of_all_steps_add_up_to_the_dose(
        SyrePreset preset, LearningRateSchedule schedule, int epochs, int rows)
    {
        var options = new SyreNetworkOptions { Syre = new() { Preset = preset }, LearningRateSchedule = schedule };
        var recipe = new TrainingRecipe(options, new TrainingPlan(epochs, 32), rows, LearningRate: 0.04, Beta2: 0.95, Seed: 1);
        int steps = epochs * ((rows + 31) / 32);
        double sum = Enumerable.Range(0, steps).Select(step => (double)step / steps)
            .Sum(progress => 0.04 * Schedules.Factor(schedule, progress) * recipe.WeightDecay * TrainingRecipe.DecayFactor(progress));
        Assert.AreEqual(SyreOptions.Dose(preset), sum, 1e-9);
        Assert.AreEqual((0.0, 1.0), (recipe.PullShare(0), recipe.PullShare(epochs)));
    }

    [TestMethod]
    [DataRow(Activation.Relu)]
    [DataRow(Activation.Selu)]
    [DataRow(Activation.Mish)]
    [DataRow(Activation.Gelu)]
    [DataRow(Activation.Silu)]
    [DataRow(Activation.Tanh)]
    public void The_gain_keeps_the_deviation_of_sums(Activation activation)
    {
        using var scope = NewDisposeScope();
        Tensor z = linspace(-10, 10, 200_001, float64), density = (-z * z / 2).exp();
        Tensor values = activation switch
        {
            Activation.Relu => z.relu(),
            Activation.Selu => nn.functional.selu(z),
            Activation.Mish => z * nn.functional.softplus(z).tanh(),
            Activation.Gelu => nn.functional.gelu(z),
            Activation.Silu => nn.functional.silu(z),
            _ => z.tanh(),
        };
        double square = ((values * values * density).sum() / density.sum()).item<double>();
        Assert.AreEqual(1 / Math.Sqrt(square), activation.Gain(), 1e-4);
    }

    [TestMethod]
    public void Theta0_is_the_gain_times_the_nominal_scale_of_weights()
    {
        // Two steps of a pull of strength 1 take weights to θ0.
        SyreNetworkOptions pulled = s_options with
        {
            Epochs = 4,
            LearningRate = 1e-30,
            LearningRateSchedule = LearningRateSchedule.Constant,
            ValidationFraction = 0,
            HiddenLayers = [200, 100],
            Activation = Activation.Silu,
            Syre = new() { Preset = SyrePreset.Rescue, WeightDecay = 1e30 },
        };
        using SyreNetworkTransformer model = Small.FitBinary(pulled);
        using var scope = NewDisposeScope();
        var weights = model.Model.Network.named_parameters().Single(named => named.name == "stage2.linear.weight").parameter;
        Assert.AreEqual(1.6765, weights.std().item<float>(), 0.02);
    }

    [TestMethod]
    public void A_dead_unit_goes_the_way_to_theta0_that_the_dose_says()
    {
        SyreNetworkOptions options = s_options with
        {
            Activation = Activation.Relu,
            ParametricActivation = false,
            ValidationFraction = 0,
            Epochs = 30,
        };
        using SyreNetworkTransformer model = Small.FitBinary(options);
        using (no_grad())
            Bias(model).fill_(-50);
        using SyreNetworkTransformer rescued = Small.FitBinary(
            options with { InitialModel = InitialModel.From(model), Syre = new() { Preset = SyrePreset.Rescue } });
        // Without gradients the pull is all there is: of the way e^−0.7 is left; θ0 of a bias is below 1.
        Assert.AreEqual(-50 * Math.Exp(-0.7), Bias(rescued).mean().item<float>(), 0.5);

        static TorchSharp.Modules.Parameter Bias(SyreNetworkTransformer model) =>
            model.Model.Network.named_parameters().Single(named => named.name == "stage2.linear.bias").parameter;
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void A_start_that_was_displaced_is_not_displaced_again(bool own)
    {
        SyreNetworkOptions options = s_options with
        {
            Syre = new() { Preset = SyrePreset.Retraining },
            Network = !own ? null
                : context => nn.Sequential(nn.Linear(context.InputSize, 8), nn.ReLU(), nn.Linear(8, context.OutputSize)),
        };
        using SyreNetworkTransformer one = Small.FitBinary(options);
        IDataView rows = TestData.Binary(new MLContext(1));
        using SyreNetworkTransformer still = Small.FitBinary(
            Still(options) with { InitialModel = InitialModel.From(one), Seed = 2 });
        float[] before = Small.Scores(one, rows), after = Small.Scores(still, rows);
        for (int row = 0; row < before.Length; row++)
            Assert.AreEqual(before[row], after[row], 1e-3f);
        using SyreNetworkTransformer fresh = Small.FitBinary(Still(options) with { Syre = new() });
        using SyreNetworkTransformer displaced = Small.FitBinary(Still(options));
        CollectionAssert.AreNotEqual(Small.Scores(fresh, rows), Small.Scores(displaced, rows));

        static SyreNetworkOptions Still(SyreNetworkOptions options) =>
            options with { Epochs = 1, LearningRate = 1e-12, Syre = options.Syre with { WeightDecay = 0 } };
    }

    [TestMethod]
    public void A_file_keeps_preset_seed_and_the_deviations_of_the_first_training()
    {
        using var file = new TemporaryModel();
        DataViewSchema schema = TestData.Binary(new MLContext(1)).Schema;
        Func<NetworkContext, nn.Module<Tensor, Tensor>> network =
            context => nn.Sequential(nn.Linear(context.InputSize, 8), nn.ReLU(), nn.Linear(8, context.OutputSize));
        using SyreNetworkTransformer one = Small.FitBinary(s_options with { Network = network });
        InitialModel initial = file.Save(one, schema);
        using SyreNetworkTransformer two = Small.FitBinary(s_options with
        {
            Network = network,
            InitialModel = initial,
            Seed = 9,
            Syre = new() { Preset = SyrePreset.Rescue },
        });
        Assert.AreEqual(one.Model.Origin!.Seed, two.Model.Origin!.Seed);
        CollectionAssert.AreEquivalent(one.Model.Origin.Deviations.ToArray(), two.Model.Origin.Deviations.ToArray());
        file.Save(two, schema);
        SyreOptions read = SyreModelFile.Open(file.Path).Options.Syre;
        Assert.IsTrue(read is { Preset: SyrePreset.Rescue, Sigma0: null, WeightDecay: null });
    }

    [TestMethod]
    [DataRow(0.2, true)]
    [DataRow(0.0, false)]
    public void A_rescue_that_the_choice_of_the_epoch_leaves_undone_is_told_of(double validation, bool told)
    {
        using SyreNetworkTransformer one = Small.FitBinary(s_options with { Epochs = 40 });
        var ml = new MLContext(1);
        List<string> log = [];
        ml.Log += (_, e) => log.Add(e.RawMessage);
        // One step an epoch, the first at a rate of 0: what was learnt is there after it, and a pull to numbers of size 100 spoils it.
        using SyreNetworkTransformer two = ml.BinaryClassification.Trainers.SyreNetwork(s_options with
        {
            InitialModel = InitialModel.From(one),
            BatchSize = 1000,
            Epochs = 5,
            ValidationFraction = validation,
            Syre = new() { Preset = SyrePreset.Rescue, Sigma0 = 100 },
        }).Fit(TestData.Binary(ml));
        Assert.AreEqual(told, log.Any(line => line.Contains("of 5 was kept, which has had") && line.Contains("Rescue")));
    }

    [TestMethod]
    public void A_rescue_that_the_time_limit_ends_is_told_of_with_what_helps()
    {
        var ml = new MLContext(1);
        List<string> log = [];
        ml.Log += (_, e) => log.Add(e.RawMessage);
        using SyreNetworkTransformer model = ml.BinaryClassification.Trainers.SyreNetwork(s_options with
        {
            Epochs = 1_000_000,
            TimeLimit = TimeSpan.FromMilliseconds(1),
            ValidationFraction = 0,
            Syre = new() { Preset = SyrePreset.Rescue },
        }).Fit(TestData.Binary(ml));
        string told = log.Single(line => line.Contains("of 1000000 was kept"));
        StringAssert.Contains(told, "The time was over after epoch");
        Assert.DoesNotContain("ValidationFraction", told);
    }

    [TestMethod]
    public void A_preset_is_not_tuned_by_factors_of_numbers_that_it_has_not() => StringAssert.Contains(
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new MLContext(1).BinaryClassification.Trainers
            .SyreNetwork(s_options with { Syre = new() { Preset = SyrePreset.Rescue } }).Tuned()).Message, "preset Rescue");

    [TestMethod]
    public void A_preset_given_to_completed_options_has_its_own_numbers()
    {
        SyreOptions completed = new SyreNetworkOptions().Syre;
        SyreOptions plain = new SyreNetworkOptions { Syre = new() { Mode = DecayMode.Plain } }.Syre;
        foreach (SyreOptions before in new[] { completed, plain, TrainerDefaults.Syre })
        {
            SyreTrainerOptions options = new SyreNetworkOptions
            {
                Syre = before with { Mode = DecayMode.Syre, Preset = SyrePreset.Rescue },
            };
            Assert.IsTrue(options.Syre is { Preset: SyrePreset.Rescue, Sigma0: null, WeightDecay: null }, options.Syre.ToString());
            Assert.AreEqual(options.Syre, SyreTrainerOptions.FromJson(options.ToJson()).Syre);
            Assert.AreEqual(completed, (options with { Syre = options.Syre with { Preset = SyrePreset.None } }).Syre);
        }
        SyreOptions named = new SyreNetworkOptions
        {
            Syre = new() { Preset = SyrePreset.Rescue, Sigma0 = 1.2, WeightDecay = 0.5 },
        }.Syre;
        Assert.IsTrue(named is { Sigma0: 1.2, WeightDecay: 0.5 });
    }

    [TestMethod]
    public void Options_of_the_wrong_mode_are_refused() => StringAssert.Contains(
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Small.FitBinary(
            s_options with { Syre = new() { Mode = DecayMode.Plain, Preset = SyrePreset.Rescue } })).Message, "Syre.Preset is Rescue");
}
