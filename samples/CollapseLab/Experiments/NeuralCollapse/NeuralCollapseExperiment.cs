using CollapseLab.Arms;
using CollapseLab.Data;
using CollapseLab.Engine;
using CollapseLab.Statistics;
using CollapseLab.Torch;
using Syre.Cpu;
using Syre.Torch;

namespace CollapseLab.Experiments.NeuralCollapse;

/// <summary>The collapse that is benign: does syre undo it?</summary>
internal sealed class NeuralCollapseExperiment : Experiment
{
    private const int Side = 14, Hidden = 128, Depth = 5, Batch = 64, Epochs = 200;
    private const double LearningRate = 0.1;

    private readonly RepeatedRuns _withoutPull = new();

    public override string Verb => "neural-collapse";

    public override string Title => "Neural collapse: classes that shrink to points";

    public override string Claim =>
        "With permutation symmetry removed by syre, neural collapse disappears: the variability within classes no longer vanishes.";

    public override string Paper =>
        "Reported of NC1 in arXiv 2502.05300 (abstract and a reader's notes were seen, no figures).";

    public override string Setup =>
        $"""
        {Depth} hidden layers of {Hidden} ReLU on 5000 images of {Side} × {Side} pixels (means of four; --quick: 2 layers, 500 images, 300
        epochs). Gradient descent with batches of {Batch}, learning rate {LearningRate}, a tenth of it in the last third, {Epochs} epochs:
        long after the last training error. γ is part of the loss. Classes shrink, but not to points as they do in residual networks with
        batch norms: the claim can be refuted here, and not be confirmed to its end. NC1 to NC4 as the library's collapse report defines
        them (Papyan, Han and Donoho 2020), of the last hidden layer on the training images; less is more collapsed. NC1 is dominated by
        the directions in which class means differ least.
        """;

    public override Arm Ours => Arm.Syre(0.01);

    public override string? Images => "mnist";

    public override int Version => 2;

    public override int Seeds => 10;

    public override IReadOnlyList<Arm> Arms { get; } =
    [
        Arm.None, Arm.Noise(1), Arm.Plain, Arm.L2Init, Arm.Syre(0.01), Arm.Syre(0.1), Arm.Syre(1), Arm.Syre(2.4),
    ];

    public override IReadOnlyList<Measure> Measures { get; } =
    [
        new("nc1", "NC1, variability within classes", "0.0000") { IsCompared = true, IsLogarithmic = true },
        new("nc2", "NC2, mean gap of the angles of class means", "0.0000") { IsLogarithmic = true },
        new("nc3", "NC3, class means against the output's weights", "0.000") { IsLogarithmic = true },
        new("nc4", "NC4, share of disagreement with the nearest class mean", "0.0000") { IsDrawn = false },
        new("train", "training error", "0.0000") { IsDrawn = false },
        new("accuracy", "test accuracy", "0.0000") { IsCompared = true },
        new("erank", "effective rank of the last hidden layer", "0.0"),
        new("untrained", "NC1 before training", "0.0") { IsDrawn = false },
    ];

    public override string Axis => "λ = 2γ";

    public override IReadOnlyList<Setting> Settings(bool isQuick) =>
        [.. (isQuick ? (double[])[0.01] : [0.0005, 0.001, 0.002]).Select(lambda => new Setting($"λ {lambda}", lambda))];

    public override Measured Run(Trial trial) => _withoutPull.Run(trial, () => Train(trial));

    public override Verdict Judge(Outcome outcome)
    {
        // The strongest decay that still learns its training images: there the collapse is deepest.
        Setting deep = outcome.Settings.LastOrDefault(setting => outcome.Mean(setting, Arm.Plain, "train").Mean < 0.01)
            ?? outcome.Settings[0];
        string Each(string measure, string format) =>
            string.Join(", ", Arms.Select(arm => $"{arm.Name} {outcome.Mean(deep, arm, measure).Text(format)}"));
        return Verdict.Of(
            $"""
            NC1 is {outcome.Mean(deep, Arm.None, "untrained").Text("0")} before training, and after it at {deep.Name}:
            {Each("nc1", "0.00")}. NC3: {Each("nc3", "0.00")}.
            Test accuracy {outcome.Mean(deep, Arm.Plain, "accuracy").Text("0.0000")} with plain decay,
            {outcome.Difference(deep, Ours, Arm.Plain, "accuracy").SignedText("0.0000")} with syre 0.01,
            {outcome.Difference(deep, Arm.Syre(1), Arm.Plain, "accuracy").SignedText("0.0000")} with syre 1.
            """,
            outcome.Difference(deep, Ours, Arm.Plain, "nc1").IsAbove(0),
            outcome.Difference(deep, Arm.Syre(1), Arm.Plain, "nc1").IsAbove(0));
    }

    private static Measured Train(Trial trial)
    {
        int depth = trial.IsQuick ? 2 : Depth;
        ImageSet images = trial.Images.Pooled(trial.Images.Side / Side);
        ImageRows train = images.Train.Sample(trial.IsQuick ? 500 : 5000, trial.Seed), test = images.Test.First(5000);
        using var network = new LabNetwork(
            new NetworkOptions
            {
                Widths = [images.Pixels, .. Enumerable.Repeat(Hidden, depth), images.Classes],
                Arm = trial.Arm,
                Seed = trial.Seed,
                LearningRate = LearningRate,
                Lambda = trial.Setting.X,
                Optimizer = OptimizerKind.Sgd,
            },
            Batch);
        using CpuRows rows = train.ForEngine();
        double untrained = network.Report(train).NeuralCollapse?.WithinClassVariability ?? double.NaN;
        int epochs = trial.IsQuick ? 300 : Epochs;
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            if (epoch == epochs * 2 / 3)
            {
                foreach (LabParameter parameter in network.Parameters)
                    parameter.LearningRate = LearningRate / 10;
            }
            network.Epoch(rows, Batch, $"epoch {epoch}");
        }
        CollapseReport report = network.Report(train);
        Syre.Torch.NeuralCollapse? found = report.NeuralCollapse;
        return new Measured
        {
            Values = new Dictionary<string, double>
            {
                ["nc1"] = found?.WithinClassVariability ?? double.NaN,
                ["nc2"] = found?.MeanAngleGap ?? double.NaN,
                ["nc3"] = found?.SelfDuality ?? double.NaN,
                ["nc4"] = found?.NearestMeanDisagreement ?? double.NaN,
                ["train"] = 1 - network.Accuracy(train),
                ["accuracy"] = network.Accuracy(test),
                ["erank"] = network.Ranks(train.First(1000).Pixels, depth - 1).EffectiveRank,
                ["untrained"] = untrained,
            },
        };
    }
}
