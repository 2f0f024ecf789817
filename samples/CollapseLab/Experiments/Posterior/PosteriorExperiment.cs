using CollapseLab.Arms;
using CollapseLab.Reports;
using CollapseLab.Statistics;
using CollapseLab.Torch;
using Syre.Torch;
using static TorchSharp.torch;

namespace CollapseLab.Experiments.Posterior;

/// <summary>The paper's β-VAE (E8): the rank of the encoder over five decades of γ, and what the rank is of.</summary>
internal sealed class PosteriorExperiment : Experiment
{
    private const int Width = 100, Latents = 100, BatchSize = 128, Shown = 8;
    private const double Precision = 4, LearningRate = 1e-3, WeakestGamma = 0.01, StrongestGamma = 1000;

    /// <summary>Names of the curves that hold images, of seed 1.</summary>
    private const string Originals = "originals", Reconstructions = "reconstructions";

    private static readonly Arm s_syre = Arm.Syre(1), s_frozen = Arm.Frozen(1);
    private static readonly double[] s_betas = [1, 10, 40];
    private readonly RepeatedRuns _withoutPull = new();

    public override string Verb => "posterior";

    public override string Title => "β-VAE: posterior collapse and the rank of the encoder";

    public override string Claim =>
        "With β up to collapse, syre on the encoder keeps its rank where weight decay loses it, and the reconstruction improves.";

    public override string Paper =>
        "E8, read from its figure: at γ = 0.1 rank 164 (β 1) and 126 (β 10) with syre, 16 and 4 with decay; at γ = 1000 189 and 0. No " +
        "seeds.";

    public override string Setup =>
        $"Fashion-MNIST pooled to 14 × 14; encoder 196-{Width}-{Latents} means and variances, decoder as large, ReLU. Loss: " +
        $"{Precision / 2}·Σ(x − x̂)² + β·KL + γ‖φ − target‖² over the encoder's weights only, so Adam (lr {LearningRate}) normalises the " +
        "pull, as the paper's γ of 1000 asks for. Arms without a pull are the same at every γ. Frozen θ0: the encoder is the same " +
        "random numbers that syre pulls to, and only the decoder learns. Rank is that of the posterior means of test images; the probe " +
        "tells their classes by a linear map.";

    public override Arm Ours => s_syre;

    public override IReadOnlyList<Arm> Arms { get; } =
        [Arm.None, Arm.Noise(1), Arm.Plain, Arm.L2Init, Arm.Syre(0.01), s_syre, s_frozen, Arm.Frozen(0.01)];

    public override IReadOnlyList<Measure> Measures { get; } =
    [
        new("error", "squared error of an image", "0.00") { IsCompared = true },
        new("rank", "effective rank of the posterior means", "0.0") { IsCompared = true },
        new("counted", "numerical rank (above 2.4·10⁻⁴ of the largest)", "0.0"),
        new("active", "active units (variance of the mean above 0.01)", "0.0") { IsDrawn = false },
        new("divergence", "KL, nats", "0.00") { IsDrawn = false },
        new("hidden", "effective rank of the hidden layer", "0.0") { IsDrawn = false },
        new("probe", "linear probe of the means", "0.000") { IsCompared = true },
    ];

    public override string Axis => "γ";

    public override string Images => "fashion_mnist";

    public override IReadOnlyList<Setting> Settings(bool isQuick)
    {
        double[] gammas = isQuick ? [WeakestGamma, StrongestGamma] : [WeakestGamma, 0.1, 1, 10, 100, StrongestGamma];
        return
        [
            .. from beta in isQuick ? [10] : s_betas
            from gamma in beta == s_betas[^1] ? [gammas[0], gammas[^1]] : gammas
            select new Setting($"β {beta}, γ {gamma}", gamma, Group(beta)),
        ];
    }

    public override Measured Run(Trial trial)
    {
        double beta = s_betas.First(beta => trial.Setting.Group == Group(beta));
        Measured measured = _withoutPull.Run(trial, () => Train(trial, beta));
        bool isShown = trial.Seed == 1 && beta == 10 && trial.Setting.X is (WeakestGamma or StrongestGamma);
        return isShown ? measured : measured with { Curves = new Dictionary<string, Curve>() };
    }

    public override Verdict Judge(Outcome outcome)
    {
        Setting[] collapsing = [.. outcome.Of(Group(10))];
        Setting weak = collapsing[0], strong = collapsing[^1];
        Estimate overNone = Gain(Arm.None), overPlain = Gain(Arm.Plain), overFrozen = Gain(s_frozen);
        return Verdict.Of(
            $"β 10, numerical rank at γ {weak.X}: {Rank(weak, s_syre)} with syre, {Rank(weak, Arm.Plain)} with decay; at γ {strong.X}: " +
            $"{Rank(strong, s_syre)} and {Rank(strong, Arm.Plain)}, and of a frozen random encoder {Rank(strong, s_frozen)}. Squared " +
            $"error at γ {strong.X}: {outcome.Mean(strong, s_syre, "error").Text("0.0")}, less decay's {overPlain.SignedText("0.0")}, " +
            $"less no decay's {overNone.SignedText("0.0")}, less the frozen encoder's {overFrozen.SignedText("0.0")}.",
            outcome.Difference(weak, s_syre, Arm.Plain, "rank").IsAbove(0),
            outcome.Difference(weak, s_syre, Arm.Plain, "counted").IsAbove(0),
            overPlain.IsBelow(0),
            overNone.IsBelow(0),
            overFrozen.IsBelow(0));

        Estimate Gain(Arm arm) => outcome.Difference(strong, s_syre, arm, "error");

        string Rank(Setting setting, Arm arm) => outcome.Mean(setting, arm, "counted").Text("0.0");
    }

    /// <summary>The largest β has no sweep, only its ends.</summary>
    public override IEnumerable<Chart> Charts(Outcome outcome) =>
        from measure in Measures
        where measure.IsDrawn
        from gathered in outcome.Settings.GroupBy(setting => setting.Group)
        where gathered.Key != Group(s_betas[^1])
        select Chart.OfSweep(outcome, measure, [.. gathered]);

    public override IReadOnlyList<ImageRow> Gallery(Outcome outcome)
    {
        Setting[] collapsing = [.. outcome.Of(Group(10))];
        (string Title, Setting Setting, Arm Arm, string Curve)[] rows =
        [
            ("test images", collapsing[0], Arm.None, Originals),
            .. from arm in (Arm[])[Arm.None, s_frozen] select ($"β 10, {arm.Name}", collapsing[0], arm, Reconstructions),
            .. from setting in (Setting[])[collapsing[0], collapsing[^1]]
            from arm in (Arm[])[Arm.Plain, Arm.L2Init, s_syre]
            select ($"{setting.Name}, {arm.Name}", setting, arm, Reconstructions),
        ];
        return
        [
            .. from row in rows
            let pixels = outcome.Curve(row.Setting, row.Arm, row.Curve)
            where pixels.Count > 0
            select new ImageRow(row.Title, [.. pixels.Select(pixel => pixel.Y.Mean)], (int)Math.Sqrt(pixels.Count / Shown)),
        ];
    }

    private static string Group(double beta) => $"β = {beta}";

    private static Measured Train(Trial trial, double beta)
    {
        (ImageTensors train, ImageTensors test) = trial.IsQuick
            ? ImageTensors.Draw(trial, train: 2000, test: 500, factor: 2)
            : ImageTensors.Draw(trial, train: 4000, test: 2000, factor: 2);
        using var chance = new Chance(trial.Seed);
        using var network = new VariationalAutoencoder(train.Side * train.Side, Width, Latents);
        chance.Initialise(network);
        var pull = new Pull(2 * trial.Setting.X, trial.Seed) { IsInLoss = true, Pulled = VariationalAutoencoder.IsEncoder };
        using SyreAdamW optimizer = ArmOptimizer.Create(trial.Arm, network, LearningRate, pull);
        Tensor rows = train.Flat;
        int epochs = trial.IsQuick ? 10 : 20;
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            foreach (int[] batch in chance.Batches(train.Count, BatchSize, epoch))
            {
                using var scope = NewDisposeScope();
                Tensor some = rows.index_select(0, tensor([.. batch.Select(row => (long)row)], int64));
                optimizer.zero_grad();
                (Tensor reconstruction, Tensor divergence) = network.Losses(some, chance.Normal(BatchSize, Latents), Precision);
                reconstruction.Add(divergence.Mul(beta)).backward();
                optimizer.step();
            }
        }
        return Measure(network, train, test);
    }

    private static Measured Measure(VariationalAutoencoder network, ImageTensors train, ImageTensors test)
    {
        using var _ = no_grad();
        (Tensor mean, Tensor logVariance) = network.Encode(test.Flat);
        Tensor decoded = network.Decode(mean);
        RankMeasures rank = Ranks.Of(mean);
        LatentReport latents = CollapseDiagnostics.Latents(mean, logVariance);
        return new Measured
        {
            Values = new Dictionary<string, double>
            {
                ["error"] = VariationalAutoencoder.SquaredError(test.Flat, decoded).item<float>(),
                ["rank"] = rank.EffectiveRank,
                ["counted"] = rank.NumericalRank,
                ["active"] = latents.ActiveUnits,
                ["divergence"] = latents.KullbackLeibler.Sum(),
                ["hidden"] = Ranks.Of(network.Hidden(test.Flat)).EffectiveRank,
                ["probe"] = LinearProbe.Accuracy(network.Encode(train.Flat).Mean, train.Labels, mean, test.Labels),
            },
            Curves = new Dictionary<string, Curve>
            {
                [Originals] = Pixels(test.Flat),
                [Reconstructions] = Pixels(decoded),
            },
        };

        static Curve Pixels(Tensor images)
        {
            float[] pixels = images.narrow(0, 0, Shown).contiguous().data<float>().ToArray();
            return new Curve([.. pixels.Select((_, i) => (double)i)], [.. pixels.Select(pixel => Math.Round(pixel, 3))]);
        }
    }
}
