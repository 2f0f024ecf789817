using Syre.Torch;

namespace Syre.Samples;

/// <summary>Layers from made-up spectra; the measures belong to the spectra.</summary>
internal static class SampleSpectra
{
    private const long Rows = 2000;

    /// <summary>A layer whose singular values fall the steeper, the larger <paramref name="steepness"/> is.</summary>
    public static LayerReport Layer(string name, int width, double steepness, int dead, int twins, int seed)
    {
        var random = new Random(seed);
        double slightly = 1 + 0.04 * (random.NextDouble() - 0.5);
        return new LayerReport
        {
            Name = name,
            Kind = "Linear",
            Width = width,
            Rows = Rows,
            Measured = Measures(width, steepness * slightly, dead, twins, random),
            Baseline = Measures(width, 2, 0, 0, random),
            Similarity = Similarity(Math.Min(width, 96), twins, random),
        };
    }

    /// <summary>Measures of a spectrum s₁ × exp(−steepness × (i/width)^0.7), with a first value of its own and a little noise.</summary>
    public static RankMeasures Measure(long rows, int width, double steepness, double first, int seed)
    {
        var random = new Random(seed);
        double[] values = [.. Enumerable.Range(0, width)
            .Select(
                i => (i == 0 ? first : 1) * 40 * Math.Exp(-steepness * Math.Pow((double)i / width, 0.7)) * (1 + 0.01 * random.NextDouble()))
            .OrderDescending()];
        double sum = values.Sum();
        double squares = values.Sum(s => s * s);
        double entropy = values.Sum(s => -s / sum * Math.Log(s / sum));
        double tolerance = rows * 1.2e-7 * values[0];
        double kept = 0;
        return new RankMeasures
        {
            MaximumRank = (int)Math.Min(rows - 1, width),
            EffectiveRank = Math.Exp(entropy),
            NumericalRank = values.Count(s => s > tolerance),
            Tolerance = tolerance,
            StableRank = squares / (values[0] * values[0]),
            Rank99 = values.TakeWhile(s => (kept += s) < 0.99 * sum).Count() + 1,
            ParticipationRatio = squares * squares / values.Sum(s => s * s * s * s),
            RankMe = Math.Exp(entropy) * 1.0001,
            SpectralExponent = steepness / 2,
            SpectralFit = 0.93,
            SingularValues = [.. values.Select(s => (float)s)],
        };
    }

    /// <summary>A training that leads to these layers.</summary>
    public static IReadOnlyList<CollapseEpoch> History(IReadOnlyList<LayerReport> layers, int epochs, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, epochs + 1).Select(epoch => new CollapseEpoch
        {
            Epoch = epoch,
            TrainingLoss = epoch == 0 ? null : 2.3 * Math.Exp(-epoch / 12.0) + 0.1 + 0.01 * random.NextDouble(),
            ValidationError = epoch == 0 ? null : 0.9 * Math.Exp(-epoch / 6.0) + 0.08 + 0.004 * random.NextDouble(),
            Layers = [.. layers.Select(layer => Epoch(layer, 1 - Math.Exp(-epoch / 15.0), random))],
        })];
    }

    private static LayerEpoch Epoch(LayerReport layer, double done, Random random)
    {
        double start = layer.Baseline!.Centred.EffectiveRank;
        double rank = start * Math.Pow(layer.Measured.Centred.EffectiveRank / start, done) * (1 + 0.01 * random.NextDouble());
        return new LayerEpoch(rank, Math.Round(layer.Measured.Units.DeadShare * done * 256) / 256, 12 * (1 - 0.6 * done));
    }

    private static LayerMeasures Measures(int width, double steepness, int dead, int twins, Random random) => new()
    {
        Centred = Measure(Rows, width, steepness, 1.4, random.Next()),
        Uncentred = Measure(Rows, width, steepness, 5, random.Next()),
        Weights = Measure(784, width, steepness * 0.8, 1.1, random.Next()),
        Units = new UnitMeasures
        {
            Width = width,
            Dead = [.. Enumerable.Range(40, dead)],
            RarelyActive = [.. Enumerable.Range(40, dead + 1)],
            Dormant = [.. Enumerable.Range(40, dead + 2)],
            Twins = twins == 0 ? [] : [[.. Enumerable.Range(100, twins + 1)], [201, 203]],
        },
        Mirrors = new MirrorMeasures
        {
            NearestExchange = twins > 0 ? 0.02 * random.NextDouble() : 0.9 + 0.05 * random.NextDouble(),
            NearestPair = [100, 101],
            NearestZero = dead > 3 ? 0.001 : 0.6,
            NearestUnit = 40,
            MedianExchange = 0.98,
            Imbalance = 0.12,
        },
    };

    private static UnitSimilarity Similarity(int units, int twins, Random random)
    {
        byte[] values = new byte[units * units];
        int blocks = Math.Min(twins, units / 2);
        for (int row = 0; row < units; row++)
        {
            for (int column = 0; column <= row; column++)
            {
                values[row * units + column] = values[column * units + row] = (byte)(
                    row == column || row < blocks ? 255 - (row == column ? 0 : random.Next(4))
                    : row / 12 == column / 12 ? 90 + random.Next(70) : 20 + random.Next(60));
            }
        }
        return new UnitSimilarity { Units = [.. Enumerable.Range(0, units)], Values = values };
    }
}
