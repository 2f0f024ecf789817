using Syre.Torch;

namespace Syre.Samples;

/// <summary>
/// Reports made by hand, shared by the test projects: they look like those of real trainings, and no network has to be trained for them.
/// </summary>
internal static class SampleReports
{
    private static readonly CollapseEvidence s_learnt = new()
    {
        Loss = 0.21, ConstantLoss = 2.3, ValidationError = 0.078, ReferenceError = 0.081,
    };

    /// <summary>A network with decay towards θ0: nothing is gone.</summary>
    public static CollapseReport Healthy(int seed = 1) => Network("MNIST, decay towards θ0", seed, [2.2, 2.6, 3.0], dead: 2, twins: 0) with
    {
        Evidence = s_learnt,
        RowProfile = new RowProfile
        {
            Rows = 900,
            HeldBack = true,
            Probabilities = [0, 0.5, 1],
            Slots = [new SlotProfile("Residual", 3, [0.1f, 0.2f, 1.25f])],
        },
    };

    /// <summary>A network with much decay that predicts all the same.</summary>
    public static CollapseReport Reduced(int seed = 1)
    {
        CollapseReport report = Network("MNIST, plain decay 0.02", seed, [3, 6, 14], dead: 18, twins: 3);
        return report with
        {
            Evidence = s_learnt,
            IgnoredFeatures = [new IgnoredFeature(0, "pixel 0", 0.01, 0.004, false), new IgnoredFeature(783, null, 0.02, null, false)],
            Findings = [LowRank(CollapseVerdict.Reduced, report.Layers[2])],
        };
    }

    /// <summary>A network with far too much decay, and worse for it.</summary>
    public static CollapseReport Collapsed(int seed = 1)
    {
        CollapseReport report = Network("MNIST, plain decay 0.08", seed, [6, 14, 45], dead: 28, twins: 24);
        return report with
        {
            Evidence = new CollapseEvidence
            {
                Loss = 1.1, ConstantLoss = 2.3, ValidationError = 0.217, ReferenceError = 0.081, ErrorUncertainty = 0.006,
            },
            IgnoredFeatures = [new IgnoredFeature(12, "pixel 12", 0.03, 0.31, true)],
            Findings =
            [
                LowRank(CollapseVerdict.Collapsed, report.Layers[2]),
                LowRank(CollapseVerdict.Collapsed, report.Layers[1]),
                new CollapseFinding(
                    CollapseVerdict.Collapsed, null, "ValidationError", 0.217, 0.093,
                    "The error on held-back rows, 0.217, is 0.136 above the reference network's 0.081, more than two standard errors."),
                new CollapseFinding(
                    CollapseVerdict.Reduced, "fc3", "DeadShare", 0.1094, 0.1,
                    "In layer 'fc3', 10.9 % of the units are dead or constant, above 10 %."),
            ],
        };
    }

    /// <summary>A classifier at zero training error: its last layer has the rank that its classes need, which is benign.</summary>
    public static CollapseReport NeurallyCollapsed() => Network("Iris", 1, [2, 6, 45], dead: 0, twins: 2) with
    {
        NeuralCollapse = new NeuralCollapse(0.004, 0.03, null, 0.02, 0.05, 0, 0),
    };

    /// <summary>A convolutional network with markup in its names, trained without a history.</summary>
    public static CollapseReport Convolution()
    {
        CollapseReport report = Network("<script>alert('name')</script> & \"co\"", 1, [2, 6, 14], dead: 1, twins: 2);
        LayerReport[] layers =
        [
            .. report.Layers.Select(
                (layer, index) => layer with { Name = $"<script>conv|{index}</script>", Kind = "Conv2d", Rows = 128_000 }),
        ];
        return report with { Layers = layers, Findings = [LowRank(CollapseVerdict.Reduced, layers[2])], History = [], Classes = null };
    }

    /// <summary>A column of vectors: one layer, no weights, no baseline, no history, nothing known of a training.</summary>
    public static CollapseReport Column() => new()
    {
        Name = "Embedding",
        Rows = 400,
        Layers =
        [
            new LayerReport
            {
                Name = "Embedding",
                Kind = "Column",
                Width = 32,
                Rows = 400,
                Measured = new LayerMeasures
                {
                    Centred = SampleSpectra.Measure(400, 32, 4, 1, 1),
                    Uncentred = SampleSpectra.Measure(400, 32, 4, 6, 1),
                    Units = new UnitMeasures { Width = 32 },
                },
            },
        ],
    };

    /// <summary>A variational autoencoder of which most latents are unused, and a loss that is no number.</summary>
    public static CollapseReport Autoencoder() => Network("VAE", 1, [2, 3], 0, 0) with
    {
        Classes = null,
        Evidence = new CollapseEvidence { Loss = double.NaN, ConstantLoss = double.PositiveInfinity },
        Latents = new LatentReport
        {
            Threshold = 0.01,
            MeanVariance = [0.9f, 0.7f, 0.002f, 0.0001f, float.NaN],
            KullbackLeibler = [2.1f, 1.4f, 0.01f, 0.0002f, float.PositiveInfinity],
        },
        Findings = [new CollapseFinding(CollapseVerdict.Reduced, null, "ActiveUnits", 2, 4, "Of 5 latents, 2 are active.")],
    };

    /// <summary>A network without hidden layers.</summary>
    public static CollapseReport Empty() => new() { Name = "Linear model", Rows = 10, Layers = [] };

    /// <summary>A network of which one layer has activations that are not finite, and some measures failed.</summary>
    public static CollapseReport PartlyMeasured()
    {
        CollapseReport report = Healthy();
        LayerReport broken = report.Layers[1] with
        {
            Measured = new LayerMeasures
            {
                Centred = RankMeasures.Unmeasured, Uncentred = RankMeasures.Unmeasured, Units = UnitMeasures.Unmeasured(256),
            },
            Similarity = null,
        };
        return (report with
        {
            Name = "MNIST, partly measured",
            Layers = [report.Layers[0], broken, report.Layers[2]],
            NotMeasured =
            [
                new NotMeasured("Activations", "fc2", "An activation of the rows from 0 on is not finite (NaN or infinity)."),
                new NotMeasured("NeuralCollapse", null, "linalg.svd: <the> algorithm failed to converge."),
            ],
        }).Judged();
    }

    /// <summary>A network on rows that do not vary: no layer can be judged.</summary>
    public static CollapseReport Unvarying()
    {
        CollapseReport report = Healthy();
        LayerMeasures still = new()
        {
            Centred = Spectrum.Measure([0, 0], 2000, 256, centred: true),
            Uncentred = Spectrum.Measure([3], 2000, 256, centred: false),
            Units = new UnitMeasures { Width = 256, Constant = [.. Enumerable.Range(0, 256)] },
        };
        return (report with
        {
            Name = "Constant features",
            Layers = [.. report.Layers.Select(layer => layer with { Measured = still, Baseline = still })],
            History = [],
        }).Judged();
    }

    public static IReadOnlyList<CollapseReport> All() =>
    [
        Healthy(), Reduced(), Collapsed(), NeurallyCollapsed(), Convolution(), Column(), Autoencoder(), Empty(),
        PartlyMeasured(), Unvarying(),
    ];

    private static CollapseReport Network(string name, int seed, double[] steepness, int dead, int twins)
    {
        LayerReport[] layers = [.. steepness.Select(
            (steep, index) => SampleSpectra.Layer($"fc{index + 1}", 256, steep, dead * (index + 1) / 3, twins, 100 * seed + index))];
        return new CollapseReport
        {
            Name = name,
            Rows = 2000,
            Classes = 10,
            Layers = layers,
            History = SampleSpectra.History(layers, epochs: 60, seed),
        };
    }

    private static CollapseFinding LowRank(CollapseVerdict verdict, LayerReport layer) => new(
        verdict, layer.Name, "EffectiveRankRatio", layer.EffectiveRankRatio, 0.25,
        FormattableString.Invariant(
            $"Layer '{layer.Name}' has {layer.EffectiveRankRatio:F2} of the effective rank of a random network, below 0.25."));
}
