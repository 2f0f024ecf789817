using static TorchSharp.torch;

namespace Syre.Torch.Diagnostics.Measures;

/// <summary>Which units of a layer are dead, constant, twins, … by their activations. Definitions: <see cref="UnitMeasures"/>.</summary>
internal static class UnitCensus
{
    /// <summary>Below this share of the layer's root mean square activation a deviation is rounding of float32, not an
    /// answer to the input.</summary>
    private const double Rounding = 1e-6;

    public static UnitMeasures Of(ActivationStatistics statistics, CollapseProbeOptions options)
    {
        int width = statistics.Width;
        long rows = statistics.Rows;
        long[] nonZero = statistics.NonZero;
        double[] magnitude = statistics.MeanMagnitude;
        double dormant = options.DormantThreshold * magnitude.Average();
        int[] dead = Units(i => nonZero[i] == 0), constant = Constant(statistics, options);
        return new UnitMeasures
        {
            Width = width,
            Dead = dead,
            RarelyActive = Units(i => nonZero[i] == 0 || nonZero[i] < options.RarelyActiveThreshold * rows),
            Dormant = Units(i => magnitude[i] <= dormant),
            Constant = constant,
            Twins = Twins(statistics, [.. dead, .. constant], options.TwinThreshold),
        };

        int[] Units(Func<int, bool> condition) => [.. Enumerable.Range(0, width).Where(condition)];
    }

    /// <summary>Units that are constant but not dead.</summary>
    public static int[] Constant(ActivationStatistics statistics, CollapseProbeOptions options)
    {
        if (statistics.Rows < 2)
            return [];
        long[] nonZero = statistics.NonZero;
        double[] deviation = statistics.Deviation;
        double bound = Math.Max(
            options.ConstantThreshold * deviation.Average(), Rounding * Math.Sqrt(statistics.MeanSquareNorm / statistics.Width));
        return [.. Enumerable.Range(0, statistics.Width).Where(i => nonZero[i] > 0 && deviation[i] <= bound)];
    }

    private static IReadOnlyList<IReadOnlyList<int>> Twins(ActivationStatistics statistics, HashSet<int> leftOut, double threshold)
    {
        if (statistics.Rows < 2)
            return [];
        Tensor live = tensor(Enumerable.Range(0, statistics.Width).Select(unit => !leftOut.Contains(unit)).ToArray());
        Tensor alike = AreAlike(statistics.UncentredGram()).logical_and_(AreAlike(statistics.CentredGram()));
        return UnitGroups.Of(alike.logical_and_(live.unsqueeze(0)).logical_and_(live.unsqueeze(1)));

        Tensor AreAlike(Tensor gram)
        {
            using var scope = NewDisposeScope();
            return Cosines(gram).Gt(threshold).MoveToOuterDisposeScope();
        }
    }

    /// <summary>|Gᵢⱼ|/√(GᵢᵢGⱼⱼ); 0 where that is 0/0.</summary>
    public static Tensor Cosines(Tensor gram)
    {
        Tensor norms = gram.diagonal().sqrt();
        Tensor inverse = where(norms.gt(HeldScalar.Zero), norms.reciprocal(), zeros_like(norms));
        return (gram * inverse.unsqueeze(0)).mul_(inverse.unsqueeze(1)).abs_();
    }
}
