namespace Syre.Torch.Tests.Diagnostics;

/// <summary>Reports made by hand: a healthy one, and ways to worsen it.</summary>
internal static class HandMade
{
    public const int Width = 64;

    /// <summary>Two healthy layers of 64 units, of which a random network uses 40 directions; ten classes.</summary>
    public static CollapseReport Healthy => new()
    {
        Name = "network",
        Rows = 1000,
        Classes = 10,
        Layers = [Layer("linear1"), Layer("linear2")],
    };

    public static LayerReport Layer(string name, double rank = 38, double baselineRank = 40, int dead = 0, int twins = 0) => new()
    {
        Name = name,
        Kind = "Linear",
        Width = Width,
        Rows = 1000,
        Measured = Measures(rank, dead, twins),
        Baseline = Measures(baselineRank, dead: 1, twins: 1),
    };

    /// <param name="rank">Centred effective rank.</param>
    /// <param name="dead">Dead units, the first ones.</param>
    /// <param name="twins">Units that a twin makes superfluous, the last ones.</param>
    public static LayerMeasures Measures(double rank, int dead = 0, int twins = 0) => new()
    {
        Centred = Ranks(rank),
        Uncentred = Ranks(rank),
        Units = new UnitMeasures
        {
            Width = Width,
            Dead = [.. Enumerable.Range(0, dead)],
            Twins = twins == 0 ? [] : [[.. Enumerable.Range(Width - twins - 1, twins + 1)]],
        },
    };

    public static NeuralCollapse NeuralCollapse(double trainingError = 0, double disagreement = 0) =>
        new(0.01, 0.02, 0.02, 0.01, 0.02, disagreement, trainingError);

    public static IgnoredFeature Ignored(bool isNeeded, double? correlation = 0.3, string? name = "age") =>
        new(4, name, 0.01, correlation, isNeeded);

    /// <summary>The report with its last layer replaced.</summary>
    public static CollapseReport WithLast(this CollapseReport report, double rank, int dead = 0, int twins = 0) =>
        report with { Layers = [.. report.Layers.SkipLast(1), Layer("linear2", rank, dead: dead, twins: twins)] };

    /// <summary>The report with the last layer's units at this median distance from the mirrors of their exchange.</summary>
    public static CollapseReport WithMirrors(this CollapseReport report, double medianExchange) =>
        report.WithLastMeasured(measures => measures with { Mirrors = Mirrors(medianExchange) });

    public static MirrorMeasures Mirrors(double medianExchange) => new()
    {
        NearestExchange = 0, NearestPair = [0, 1], NearestZero = 1, NearestUnit = 0, MedianExchange = medianExchange,
    };

    /// <summary>The report with so many vanishing units in the last layer.</summary>
    public static CollapseReport WithVanishing(this CollapseReport report, int vanishing) => report.WithLastMeasured(
        measures => measures with { Units = measures.Units with { Vanishing = [.. Enumerable.Range(0, vanishing)] } });

    /// <summary>The report as of a training with syre.</summary>
    public static CollapseReport WithStaticBias(this CollapseReport report) =>
        report with { Layers = [.. report.Layers.Select(layer => layer with { StaticBiasSize = 0.01 })] };

    /// <summary>The report of one column of vectors.</summary>
    public static CollapseReport Column(double rank, int dead = 0, int twins = 0) => new()
    {
        Name = "Embedding",
        Rows = 1000,
        Layers = [Layer("Embedding", rank, dead: dead, twins: twins) with { Kind = "Column", Baseline = null }],
    };

    private static CollapseReport WithLastMeasured(this CollapseReport report, Func<LayerMeasures, LayerMeasures> change)
    {
        LayerReport last = report.Layers[^1];
        return report with { Layers = [.. report.Layers.SkipLast(1), last with { Measured = change(last.Measured) }] };
    }

    private static RankMeasures Ranks(double rank) => new()
    {
        MaximumRank = Width,
        EffectiveRank = rank,
        NumericalRank = Width,
        Tolerance = 1e-4,
        StableRank = rank,
        Rank99 = Width,
        ParticipationRatio = rank,
        RankMe = rank,
        SingularValues = [],
    };
}
