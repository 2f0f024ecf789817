using CollapseLab.Arms;
using CollapseLab.Statistics;
using CollapseLab.Torch;
using Syre.Torch;
using static TorchSharp.torch;

namespace CollapseLab.Experiments.Attention;

/// <summary>The paper's vision transformer (E7): ranks of features and of query × key, and accuracy, over γ.</summary>
internal sealed class AttentionExperiment : Experiment
{
    private const int Width = 32, Blocks = 2, Heads = 4, BatchSize = 128;
    private const double LearningRate = 2e-3;
    private static readonly Arm s_syre = Arm.Syre(1), s_frozen = Arm.Frozen(1);
    private readonly RepeatedRuns _withoutPull = new();

    public override string Verb => "attention";

    public override string Title => "Attention: a small vision transformer over γ";

    public override string Claim => "In a vision transformer syre keeps the features' rank full and the accuracy higher.";

    public override string Paper => "E7: full rank and higher accuracy than without on CIFAR-10; no figures could be had.";

    public override string Setup =>
        $"Fashion-MNIST, 4000 images, 16 patches of 7 × 7; {Blocks} blocks of width {Width} with {Heads} heads, layer norms, ReLU; Adam, " +
        $"lr {LearningRate} falling along a cosine, batches of {BatchSize}, 10 epochs; γ‖φ − target‖² in the loss, over all weights. " +
        "Query and key can be rotated together without a change of the loss, so the advanced removal has an arm. Frozen θ0: everything " +
        "but the last layer is θ0.";

    public override Arm Ours => s_syre;

    public override IReadOnlyList<Arm> Arms { get; } =
    [
        Arm.None, Arm.Noise(1), Arm.Plain, Arm.L2Init, Arm.Syre(0.01), s_syre, Arm.SyreTheta(1), Arm.SyreAdvanced(1), s_frozen,
    ];

    public override IReadOnlyList<Measure> Measures { get; } =
    [
        new("accuracy", "test accuracy") { IsCompared = true },
        new("rank", $"effective rank of the features (of {Width})", "0.0") { IsCompared = true },
        new("counted", "numerical rank of the features (above 2.4·10⁻⁴ of the largest)", "0.0") { IsDrawn = false },
        new("heads", $"effective rank of query × key, mean of the heads (of {Width / Heads})", "0.00"),
        new("loss", "test cross-entropy") { IsDrawn = false },
    ];

    public override string Axis => "γ";

    public override string Images => "fashion_mnist";

    public override IReadOnlyList<Setting> Settings(bool isQuick) =>
        [.. (isQuick ? new[] { 0.1 } : [1e-3, 1e-2, 1e-1]).Select(gamma => new Setting($"γ {gamma:0.###}", gamma))];

    public override Measured Run(Trial trial) => _withoutPull.Run(trial, () => Train(trial));

    public override Verdict Judge(Outcome outcome)
    {
        Setting strong = outcome.Settings[^1];
        // Where plain decay does best: what anyone would choose.
        Setting tuned = outcome.Settings.MaxBy(setting => outcome.Mean(setting, Arm.Plain, "accuracy").Mean)!;
        Estimate strongRank = outcome.Difference(strong, s_syre, Arm.Plain, "rank");
        Estimate strongGain = outcome.Difference(strong, s_syre, Arm.Plain, "accuracy");
        Estimate frozenGain = outcome.Difference(strong, s_syre, s_frozen, "accuracy");
        Estimate tunedGain = outcome.Difference(tuned, s_syre, Arm.Plain, "accuracy");
        return Verdict.Of(
            $"γ {strong.X}: syre {outcome.Mean(strong, s_syre, "accuracy").Text("0.000")}, less plain decay " +
            $"{strongGain.SignedText("0.000")}, less a frozen random network {frozenGain.SignedText("0.000")}, less L2 Init " +
            $"{outcome.Difference(strong, s_syre, Arm.L2Init, "accuracy").SignedText("0.000")}, less no decay " +
            $"{outcome.Difference(strong, s_syre, Arm.None, "accuracy").SignedText("0.000")}; effective rank less plain " +
            $"decay's {strongRank.SignedText("0.0")}. At plain decay's best γ, {tuned.X:g}: {tunedGain.SignedText("0.000")}.",
            strongRank.IsAbove(0),
            strongGain.IsAbove(0),
            tunedGain.IsAbove(0));
    }

    private static Measured Train(Trial trial)
    {
        (ImageTensors train, ImageTensors test) = trial.IsQuick
            ? ImageTensors.Draw(trial, train: 2000, test: 500)
            : ImageTensors.Draw(trial, train: 4000, test: 2000);
        using var chance = new Chance(trial.Seed);
        using var network = new VisionTransformer(train.Side, trial.Images.Classes, Width, Blocks, Heads);
        chance.Initialise(network);
        var pull = new Pull(2 * trial.Setting.X, trial.Seed) { IsInLoss = true, IsReadout = ImageClassifier.IsLastLayer };
        using SyreAdamW optimizer = ArmOptimizer.Create(trial.Arm, network, LearningRate, pull);
        var training = new ClassifierTraining(network, optimizer, chance);
        training.Run(train, epochs: trial.IsQuick ? 5 : 10, BatchSize);
        Measured measured = training.Measure(test);
        using var _ = no_grad();
        double heads = network.Blocks.SelectMany(block => block.Products()).Average(product => Spectrum.Measure(product).EffectiveRank);
        return measured with { Values = new Dictionary<string, double>(measured.Values) { ["heads"] = heads } };
    }
}
