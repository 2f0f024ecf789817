using CollapseLab.Arms;
using CollapseLab.Data;
using CollapseLab.Engine;
using CollapseLab.Statistics;
using Syre.Cpu;
using Syre.Torch;

namespace CollapseLab.Experiments.Features;

/// <summary>E6: neurons and inputs that are given up under decay.</summary>
internal sealed class FeaturesExperiment : Experiment
{
    private const int Side = 14, Hidden = 128, Batch = 64, ProbeRows = 1000;
    private const double LearningRate = 0.001, Tolerance = 0.001, Ignored = 0.01;
    private const string Coupled = "γ in the loss (Adam)", Decoupled = "γ beside the loss (AdamW)";

    public override string Verb => "features";

    public override string Title => "Feature collapse: a fully connected network under decay";

    public override string Claim =>
        "With growing γ a 4-layer network on rescaled MNIST becomes low-rank and loses accuracy; with syre at the same γ it keeps " +
        "full rank and its accuracy.";

    public override string Paper =>
        "Rank and accuracy over γ, vanilla against syre, no error bars, no figures given; rescaling, widths and the rank's tolerance are " +
        "not stated (arXiv 2408.15495, known through reviews).";

    public override string Setup =>
        $"""
        {Side * Side}-{Hidden}-{Hidden}-{Hidden}-10, ReLU, on images of {Side} × {Side} pixels (means of four); each pixel is
        multiplied by a factor of its own, between 0.01 and 1, evenly on a logarithmic axis; 10 000 images, 10 epochs of batches of
        {Batch}, learning rate {LearningRate}. The penalty is once part of the loss, so that it goes through Adam's normalisation, as the
        paper's, and once beside it. Ranks are of the last hidden layer on {ProbeRows} test images, uncentred; the counted one has the
        tolerance {Tolerance} s₁. An input is ignored where its factor times the length of its weights is below {Ignored:p0} of the
        largest; beside it stands the effective number of inputs by these products. Frozen θ0 has hidden layers that stay θ0 and an
        output layer that is trained without pull.
        """;

    public override Arm Ours => Arm.Syre(0.01);

    public override string? Images => "mnist";

    public override IReadOnlyList<Arm> Arms { get; } =
    [
        Arm.None, Arm.Noise(1), Arm.Plain, Arm.L2Init, Arm.WFix, Arm.Syre(0.01), Arm.Syre(0.1), Arm.Syre(0.3), Arm.Syre(1), Arm.Syre(2.4),
        Arm.Frozen(0.01), Arm.Frozen(1), Arm.Frozen(2.4),
    ];

    public override IReadOnlyList<Measure> Measures { get; } =
    [
        new("accuracy", "test accuracy") { IsCompared = true },
        new("erank", "effective rank", "0.0") { IsCompared = true },
        new("rank", $"rank counted above {Tolerance} s₁", "0.0"),
        new("ignored", "share of ignored inputs"),
        new("inputs", "effective number of inputs", "0"),
    ];

    public override string Axis => "γ";

    public override IReadOnlyList<Setting> Settings(bool isQuick) =>
    [
        .. Sweep(Coupled, isQuick ? [0.01] : [1e-5, 1e-4, 1e-3, 1e-2, 1e-1]),
        .. Sweep(Decoupled, isQuick ? [] : [0.1, 0.5, 2, 10]),
    ];

    public override Measured Run(Trial trial)
    {
        ImageSet images = trial.Images.Pooled(trial.Images.Side / Side);
        ImageRows train = images.Train.Sample(trial.IsQuick ? 2000 : 10000, trial.Seed), test = images.Test.First(2000);
        int pixels = images.Pixels;
        float[] factors = new float[pixels];
        new ElementRandom(trial.Seed, "factors").FillUniform(factors, 0, 1);
        for (int i = 0; i < pixels; i++)
            factors[i] = MathF.Pow(10, factors[i] - 1);
        (train, test) = (Rescaled(train, factors), Rescaled(test, factors));
        using var network = new LabNetwork(
            new NetworkOptions
            {
                Widths = [pixels, Hidden, Hidden, Hidden, images.Classes],
                Arm = trial.Arm,
                Seed = trial.Seed,
                LearningRate = LearningRate,
                Lambda = 2 * trial.Setting.X,
                Optimizer = trial.Setting.Group == Coupled ? OptimizerKind.Adam : OptimizerKind.AdamW,
            },
            Batch);
        using CpuRows rows = train.ForEngine();
        int epochs = trial.IsQuick ? 5 : 10;
        for (int epoch = 0; epoch < epochs; epoch++)
            network.Epoch(rows, Batch, $"epoch {epoch}");

        RankMeasures ranks = network.Ranks(test.First(ProbeRows).Pixels, 2);
        double[] effects = new double[pixels];
        for (int i = 0; i < pixels; i++)
        {
            double square = 0;
            foreach (float weight in network.Weights[0].Values.Slice(i * Hidden, Hidden))
                square += weight * weight;
            effects[i] = factors[i] * Math.Sqrt(square);
        }
        double sum = effects.Sum(), largest = effects.Max();
        return new Measured
        {
            Values = new Dictionary<string, double>
            {
                ["accuracy"] = network.Accuracy(test),
                ["erank"] = ranks.EffectiveRank,
                ["rank"] = ranks.SingularValues.Count(value => value > Tolerance * ranks.SingularValues[0]),
                ["ignored"] = effects.Count(effect => effect < Ignored * largest) / (double)pixels,
                ["inputs"] = Math.Exp(-effects.Where(effect => effect > 0).Sum(effect => effect / sum * Math.Log(effect / sum))),
            },
        };
    }

    public override Verdict Judge(Outcome outcome)
    {
        Setting[] sweep = [.. outcome.Of(Coupled)];
        // Where decay has cost half of what there was to lose, the collapse is there and syre has something to keep.
        Setting strong = sweep.FirstOrDefault(setting => outcome.Mean(setting, Arm.Plain, "accuracy").Mean < 0.6) ?? sweep[^1];
        Setting best = sweep.MaxBy(setting => outcome.Mean(setting, Arm.Plain, "accuracy").Mean)!;
        string Both(Setting setting, Arm arm) => $"{arm.Name} {outcome.Mean(setting, arm, "accuracy").Text("0.000")} " +
            $"({outcome.Mean(setting, arm, "erank").Text("0.0")}, {outcome.Mean(setting, arm, "rank").Text("0")})";
        return Verdict.Of(
            $"""
            Accuracy (effective rank, counted rank) at {strong.ShortName} in the loss: {string.Join(", ", new[]
            {
                Arm.None, Arm.Plain, Arm.L2Init, Ours, Arm.Syre(0.3), Arm.Syre(1), Arm.Syre(2.4), Arm.Frozen(1), Arm.Frozen(2.4),
            }.Select(arm => Both(strong, arm)))}. At decay's best, {best.ShortName}: {Both(best, Arm.Plain)}, {Both(best, Ours)},
            {Both(best, Arm.Syre(2.4))}.
            """,
            outcome.Difference(strong, Ours, Arm.Plain, "erank").IsAbove(0),
            outcome.Difference(strong, Ours, Arm.Plain, "accuracy").IsAbove(0),
            outcome.Difference(strong, Arm.Syre(1), Arm.Frozen(1), "accuracy").IsAbove(0));
    }

    private static IEnumerable<Setting> Sweep(string group, double[] gammas) =>
        gammas.Select(gamma => new Setting($"{group}, γ {gamma:0.######}", gamma, group));

    private static ImageRows Rescaled(ImageRows rows, float[] factors) =>
        rows with { Pixels = [.. rows.Pixels.Select((pixel, i) => pixel * factors[i % factors.Length])] };
}
