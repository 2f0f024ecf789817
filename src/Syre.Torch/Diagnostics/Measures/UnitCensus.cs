using static TorchSharp.torch;

namespace Syre.Torch;

/// <summary>Which units of a layer are dead, constant, twins, … by their activations. Definitions: <see cref="UnitMeasures"/>.</summary>
public static class UnitCensus
{
    /// <summary>Below this share of the layer's root mean square activation a deviation is rounding of float32, not an
    /// answer to the input.</summary>
    private const double Rounding = 1e-6;

    /// <summary>The units that are dead, rarely active and dormant; other lists stay empty.</summary>
    /// <param name="rows">Rows counted.</param>
    /// <param name="nonZero">For each unit the rows where it is not zero.</param>
    /// <param name="magnitudes">For each unit mean |h|, or Σ|h|.</param>
    /// <param name="options">The thresholds; null (default) for theirs.</param>
    public static UnitMeasures Count(
        long rows, IReadOnlyList<long> nonZero, IReadOnlyList<double> magnitudes, CollapseProbeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(nonZero);
        options ??= new CollapseProbeOptions();
        double dormant = options.DormantThreshold * magnitudes.Average();
        return new UnitMeasures
        {
            Width = nonZero.Count,
            Dead = Units(i => nonZero[i] == 0),
            RarelyActive = Units(i => nonZero[i] == 0 || nonZero[i] < options.RarelyActiveThreshold * rows),
            Dormant = Units(i => magnitudes[i] <= dormant),
        };

        int[] Units(Func<int, bool> condition) => [.. Enumerable.Range(0, nonZero.Count).Where(condition)];
    }

    internal static UnitMeasures Take(ActivationStatistics statistics, CollapseProbeOptions options)
    {
        UnitMeasures counted = Count(statistics.Rows, statistics.NonZero, statistics.MeanMagnitude, options);
        int[] constant = Constant(statistics, options);
        return counted with { Constant = constant, Twins = Twins(statistics, [.. counted.Dead, .. constant], options.TwinThreshold) };
    }

    /// <summary>Units that are constant but not dead.</summary>
    internal static int[] Constant(ActivationStatistics statistics, CollapseProbeOptions options)
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
        var groups = new UnitGroups();
        groups.Join(alike.logical_and_(live.unsqueeze(0)).logical_and_(live.unsqueeze(1)));
        return groups.ToLists();

        Tensor AreAlike(Tensor gram)
        {
            using var scope = NewDisposeScope();
            return Cosines(gram).Gt(threshold).MoveToOuterDisposeScope();
        }
    }

    /// <summary>|Gᵢⱼ|/√(GᵢᵢGⱼⱼ); 0 where that is 0/0.</summary>
    internal static Tensor Cosines(Tensor gram)
    {
        Tensor norms = gram.diagonal().sqrt();
        Tensor inverse = where(norms.gt(HeldScalar.Zero), norms.reciprocal(), zeros_like(norms));
        return (gram * inverse.unsqueeze(0)).mul_(inverse.unsqueeze(1)).abs_();
    }
}
