using CollapseLab.Arms;
using CollapseLab.Statistics;
using CollapseLab.Torch;
using Syre.Torch;
using static TorchSharp.torch;

namespace CollapseLab.Experiments.Contrastive;

/// <summary>The paper's self-supervised setting (E9): SimCLR with a head of two layers, and what a linear probe reads off both.</summary>
internal sealed class ContrastiveExperiment : Experiment
{
    private const int Features = 64, Outputs = 64, BatchSize = 128, Epochs = 12;
    private const double LearningRate = 1e-3, Temperature = 0.2;
    private static readonly Arm s_syre = Arm.Syre(1);
    private readonly RepeatedRuns _withoutPull = new();

    public override string Verb => "contrastive";

    public override string Title => "Contrastive learning: dimensional collapse of the head";

    public override string Claim =>
        "The head's output loses most of its dimensions, syre restores them, and a linear probe of the last layer gains; the layer " +
        "before does not.";

    public override string Paper =>
        "E9: null directions of the last layer 70 % without, 0 % with syre (tolerance not stated); probe 22.2 % to 32.5 %; penultimate " +
        "46.8 % unchanged. One run each, CIFAR-100.";

    public override string Setup =>
        $"Fashion-MNIST pooled to 14 × 14, 3000 unlabelled images; three convolutions to {Features} features, head " +
        $"{Features}-{Features}-{Outputs}; NT-Xent at temperature {Temperature}, views shifted, mirrored, dimmed and partly hidden, " +
        $"{BatchSize} images a batch, {Epochs} epochs; Adam, lr {LearningRate}, γ‖φ − target‖² in the loss, over all weights. The probe " +
        "is least squares with a ridge of 0.1 % of the mean variance, so that it does not read directions that are almost null; the " +
        "test images are 2000. A rotation of the head's output leaves the loss as it is: the advanced removal has an arm. Frozen θ0: " +
        "the convolutions are θ0, the head learns.";

    public override Arm Ours => s_syre;

    public override IReadOnlyList<Arm> Arms { get; } =
    [
        Arm.None, Arm.Noise(1), Arm.Plain, Arm.L2Init, Arm.Syre(0.01), s_syre, Arm.SyreAdvanced(1),
        Arm.Frozen(1),
    ];

    public override IReadOnlyList<Measure> Measures { get; } =
    [
        new("last", "probe of the last layer") { IsCompared = true },
        new("penultimate", "probe of the penultimate layer") { IsCompared = true },
        new("rank", $"effective rank of the last layer (of {Outputs})", "0.0") { IsCompared = true },
        new("null", "share of null directions of the last layer (variance below 10⁻⁴ of the largest)", "0.00"),
        new("below", $"effective rank of the penultimate layer (of {Features})", "0.0") { IsDrawn = false },
        new("loss", "contrastive loss at the end") { IsDrawn = false },
    ];

    public override string Axis => "γ";

    public override string Images => "fashion_mnist";

    public override IReadOnlyList<Setting> Settings(bool isQuick) =>
        [.. (isQuick ? new[] { 1.0 } : [0.01, 0.1, 1]).Select(gamma => new Setting($"γ {gamma:0.###}", gamma))];

    public override Measured Run(Trial trial) => _withoutPull.Run(trial, () => Train(trial));

    public override Verdict Judge(Outcome outcome)
    {
        Setting strong = outcome.Settings[^1];
        Setting tuned = outcome.Settings.MaxBy(setting => outcome.Mean(setting, Arm.Plain, "last").Mean)!;
        Estimate rank = outcome.Difference(strong, s_syre, Arm.Plain, "rank"), gain = outcome.Difference(strong, s_syre, Arm.Plain, "last");
        Estimate tunedGain = outcome.Difference(tuned, s_syre, Arm.Plain, "last");
        Estimate freeGain = outcome.Difference(tuned, s_syre, Arm.None, "last");
        Estimate below = outcome.Difference(strong, s_syre, Arm.Plain, "penultimate");
        Estimate advanced = outcome.Difference(strong, Arm.SyreAdvanced(1), s_syre, "last");
        return Verdict.Of(
            $"γ {strong.X}: null directions {outcome.Mean(strong, Arm.Plain, "null").Text("0.00")} with plain decay, " +
            $"{outcome.Mean(strong, s_syre, "null").Text("0.00")} with syre, {outcome.Mean(strong, Arm.None, "null").Text("0.00")} " +
            $"without either; probe of the last layer less plain decay's {gain.SignedText("0.000")}, of the penultimate " +
            $"{below.SignedText("0.000")}, advanced less basic " +
            $"{advanced.SignedText("0.000")}. At plain decay's best γ, {tuned.X}: less plain {tunedGain.SignedText("0.000")}, less no " +
            $"decay {freeGain.SignedText("0.000")}.",
            rank.IsAbove(0),
            gain.IsAbove(0),
            !below.IsAbove(0),
            tunedGain.IsAbove(0) && freeGain.IsAbove(0));
    }

    private static Measured Train(Trial trial)
    {
        (ImageTensors train, ImageTensors test) = trial.IsQuick
            ? ImageTensors.Draw(trial, train: 1200, test: 500, factor: 2)
            : ImageTensors.Draw(trial, train: 3000, test: 2000, factor: 2);
        using var chance = new Chance(trial.Seed);
        using var network = new ContrastiveNetwork(Features, Outputs);
        chance.Initialise(network);
        var pull = new Pull(2 * trial.Setting.X, trial.Seed) { IsInLoss = true, IsReadout = ContrastiveNetwork.IsHead };
        using SyreAdamW optimizer = ArmOptimizer.Create(trial.Arm, network, LearningRate, pull);
        double loss = Contrast(network, optimizer, train, new Views(train.Side, new Random(trial.Seed)), chance);
        using var _ = no_grad();
        Tensor features = network.Encode(test.Images), last = network.Project(features);
        Tensor trainFeatures = network.Encode(train.Images), trainLast = network.Project(trainFeatures);
        RankMeasures rank = Ranks.Of(last);
        double largest = rank.SingularValues[0];
        return new Measured
        {
            Values = new Dictionary<string, double>
            {
                ["last"] = LinearProbe.Accuracy(trainLast, train.Labels, last, test.Labels),
                ["penultimate"] = LinearProbe.Accuracy(trainFeatures, train.Labels, features, test.Labels),
                ["rank"] = rank.EffectiveRank,
                ["null"] = 1 - rank.SingularValues.Count(value => value > 1e-2 * largest) / (double)Outputs,
                ["below"] = Ranks.Of(features).EffectiveRank,
                ["loss"] = loss,
            },
        };
    }

    /// <summary>Trains, and says the mean loss of the last epoch.</summary>
    private static double Contrast(
        ContrastiveNetwork network, SyreAdamW optimizer, ImageTensors rows, Views views, Chance chance)
    {
        float[] images = rows.Images.data<float>().ToArray();
        float[] pixels = new float[2 * BatchSize * rows.Side * rows.Side];
        double sum = 0;
        int steps = 0;
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            foreach (int[] batch in chance.Batches(rows.Count, BatchSize, epoch))
            {
                using var scope = NewDisposeScope();
                views.Draw(images, batch, pixels.AsSpan(0, pixels.Length / 2));
                views.Draw(images, batch, pixels.AsSpan(pixels.Length / 2));
                optimizer.zero_grad();
                Tensor loss = ContrastiveNetwork.Loss(
                    network.Project(network.Encode(tensor(pixels, 2 * BatchSize, 1, rows.Side, rows.Side))), Temperature);
                loss.backward();
                optimizer.step();
                if (epoch < Epochs - 1)
                    continue;
                sum += loss.item<float>();
                steps++;
            }
        }
        return sum / steps;
    }
}
