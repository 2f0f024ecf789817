using CollapseLab.Arms;
using CollapseLab.Statistics;
using CollapseLab.Torch;
using Syre.Torch;

namespace CollapseLab.Experiments.Compatibility;

/// <summary>The paper's compatibility check (E3): does a residual network lose accuracy by syre, and from which σ0 on?</summary>
internal sealed class CompatibilityExperiment : Experiment
{
    private const int Channels = 8, BatchSize = 128;
    private const double LearningRate = 3e-3;
    private static readonly double[] s_sigmas = [0.01, 0.1, 0.2, 1, 4];
    private readonly RepeatedRuns _withoutPull = new();

    public override string Verb => "compatibility";

    public override string Title => "Compatibility: a residual network over σ0";

    public override string Claim => "Syre makes no significant difference to an ordinary network while σ0 is below 0.2.";

    public override string Paper => "E3: ResNet-18 on CIFAR-10, 10 trials, no difference while σ0 < 0.2 (of what is not stated).";

    public override string Setup =>
        $"Fashion-MNIST pooled to 14 × 14, 4000 images to train on; residual network of three blocks with {Channels}, {2 * Channels} and " +
        $"{4 * Channels} channels and batch norms; AdamW, lr {LearningRate} falling along a cosine, batches of {BatchSize}, 5 epochs, " +
        "decoupled pull of all weights. σ0 is a multiple of each tensor's initial deviation.";

    public override Arm Ours => Arm.Syre(s_sigmas[0]);

    public override IReadOnlyList<Arm> Arms { get; } =
        [Arm.None, Arm.Noise(1), Arm.Plain, Arm.L2Init, .. s_sigmas.Select(Arm.Syre)];

    public override IReadOnlyList<Measure> Measures { get; } =
    [
        new("accuracy", "test accuracy") { IsCompared = true },
        new("loss", "test cross-entropy") { IsCompared = true },
        new("rank", "effective rank of the features", "0.0"),
    ];

    public override string Axis => "λ";

    public override int Seeds => 10;

    public override string Images => "fashion_mnist";

    public override IReadOnlyList<Setting> Settings(bool isQuick) =>
        [.. (isQuick ? new[] { 10.0 } : [1, 10]).Select(lambda => new Setting($"λ {lambda}", lambda))];

    public override Measured Run(Trial trial) => _withoutPull.Run(trial, () => Train(trial));

    public override Verdict Judge(Outcome outcome)
    {
        string[] sentences = [.. outcome.Settings.Select(setting => Sentence(outcome, setting))];
        bool[] harmless = [.. outcome.Settings.Select(setting => s_sigmas.Where(sigma => sigma < 0.2).All(
            sigma => !outcome.Difference(setting, Arm.Syre(sigma), Arm.Plain, "accuracy").IsBelow(0)))];
        return Verdict.Of(string.Join(" ", sentences), harmless);
    }

    private static string Sentence(Outcome outcome, Setting setting)
    {
        double harmful = s_sigmas.FirstOrDefault(
            sigma => outcome.Difference(setting, Arm.Syre(sigma), Arm.Plain, "accuracy").IsBelow(0), double.NaN);
        string plain = outcome.Mean(setting, Arm.Plain, "accuracy").Text("0.000");
        string none = outcome.Mean(setting, Arm.None, "accuracy").Text("0.000");
        string start = $"λ {setting.X}: plain decay {plain}, none {none}; ";
        return double.IsNaN(harmful)
            ? $"{start}no σ0 up to {s_sigmas[^1]} is below plain decay beyond noise."
            : $"{start}harm beyond noise begins at σ0 {harmful}; against plain decay: {string.Join(", ", s_sigmas.Select(Against))}.";

        string Against(double sigma) =>
            $"{outcome.Difference(setting, Arm.Syre(sigma), Arm.Plain, "accuracy").SignedText("0.000")} at {sigma}";
    }

    private static Measured Train(Trial trial)
    {
        (ImageTensors train, ImageTensors test) = trial.IsQuick
            ? ImageTensors.Draw(trial, train: 2000, test: 500, factor: 2)
            : ImageTensors.Draw(trial, train: 4000, test: 2000, factor: 2);
        using var chance = new Chance(trial.Seed);
        using var network = new ResidualNetwork(trial.Images.Classes, Channels);
        chance.Initialise(network);
        using SyreAdamW optimizer = ArmOptimizer.Create(trial.Arm, network, LearningRate, new Pull(trial.Setting.X, trial.Seed));
        var training = new ClassifierTraining(network, optimizer, chance);
        training.Run(train, epochs: trial.IsQuick ? 3 : 5, BatchSize);
        return training.Measure(test);
    }
}
