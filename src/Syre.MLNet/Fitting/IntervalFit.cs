using System.Globalization;
using Microsoft.ML.Runtime;
using Syre.Cpu;
using Syre.MLNet.Inputs;
using Syre.MLNet.Networks;
using Syre.MLNet.Objectives;

namespace Syre.MLNet.Fitting;

/// <summary>
/// Learns intervals and sets of classes from rows held back (split-conformal prediction, Vovk et al. 2005). Of several networks each has
/// rows of its own: a row is predicted by the mean of those that were not trained on it (cross-conformal prediction, Vovk 2015). That mean
/// is of fewer networks than the model's, so that intervals are a little wide.
/// </summary>
internal sealed class IntervalFit
{
    private readonly double _coverage;
    private readonly TrainingSet _rows;
    private readonly Dictionary<long, long[]> _heldBack;

    /// <param name="coverage">Share of new rows that intervals are to hold.</param>
    /// <param name="rows">The rows of which some are held back.</param>
    /// <param name="heldBack">Which, by the seed of each network.</param>
    private IntervalFit(double coverage, TrainingSet rows, Dictionary<long, long[]> heldBack) =>
        (_coverage, _rows, _heldBack) = (coverage, rows, heldBack);

    /// <summary>What stands for intervals before they are learnt.</summary>
    public IntervalSummary Untrained => Summary(0, 0);

    /// <summary>
    /// Makes sure, before networks are trained, that rows enough will be held back; null where no intervals are asked for.
    /// </summary>
    /// <param name="rows">The rows.</param>
    /// <param name="objective">What will be learnt.</param>
    /// <param name="options">The options.</param>
    /// <param name="seeds">The seeds of the networks.</param>
    /// <exception cref="InvalidOperationException">There are too few rows, or none.</exception>
    public static IntervalFit? Prepare(FitRows rows, Objective objective, SyreNetworkOptions options, IEnumerable<long> seeds)
    {
        if (options.Interval is not { } coverage)
            return null;
        Dictionary<long, long[]> heldBack = seeds.ToDictionary(seed => seed, seed => rows.HeldBack is { } own
            ? RowSplit.All(own.Count)
            : rows.Training.Split(objective, options.ValidationFraction, seed).HeldBack);
        var fit = new IntervalFit(coverage, rows.HeldBack ?? rows.Training, heldBack);
        double[] weights = fit.Weights([.. heldBack.Values.SelectMany(held => held).Distinct()]);
        if (ConformalQuantile.IsEnough(weights, coverage))
            return fit;
        int needed = ConformalQuantile.RowsNeeded(coverage);
        string there = weights.Length == 0
            ? "none is held back"
            : string.Create(CultureInfo.InvariantCulture,
                $"{weights.Length} are held back, which by their weights count as {ConformalQuantile.EffectiveRows(weights):f1}");
        throw new InvalidOperationException(string.Create(
            CultureInfo.InvariantCulture,
            $"{nameof(options.Interval)} of {coverage} needs at least {needed} rows that are not trained on, and {there}. Give more " +
            $"rows, a larger {nameof(options.ValidationFraction)}, a {nameof(options.ValidationSet)}, or a smaller " +
            $"{nameof(options.Interval)}."));
    }

    /// <summary>Learns them.</summary>
    /// <param name="fitted">The network, or the ensemble.</param>
    /// <param name="channel">The log.</param>
    public IntervalSummary Learn(FittedNetwork fitted, IChannel channel)
    {
        IReadOnlyList<FittedNetwork> members = fitted.Members.Count > 0 ? fitted.Members : [fitted];
        int width = fitted.Network.Outputs;
        long[][] heldBack = [.. members.Select(member => _heldBack[member.Summary.Seed])];
        float[][] outputs = [.. members.Select(Outputs)];
        var places = new SortedDictionary<long, List<(int Member, int At)>>();
        for (int member = 0; member < members.Count; member++)
        {
            for (int at = 0; at < heldBack[member].Length; at++)
            {
                if (!places.TryGetValue(heldBack[member][at], out List<(int, int)>? place))
                    places.Add(heldBack[member][at], place = []);
                place.Add((member, at));
            }
        }
        MemberMean? mean = (fitted.Network as EnsembleNetwork)?.Mean;
        long[] rows = [.. places.Keys.Where(row => Weight(row) > 0)];
        double[] misfits = Array.ConvertAll(rows, row => fitted.Objective.Misfit(Of(places[row]), _rows.Labels[row]));
        double quantile = ConformalQuantile.Of(misfits, Weights(rows), _coverage);
        Remark(channel, rows.Length, quantile, fitted.Objective);
        return Summary(rows.Length, quantile);

        float[] Of(List<(int Member, int At)> place)
        {
            float[][] each = [.. place.Select(one => outputs[one.Member].AsSpan(one.At * width, width).ToArray())];
            if (mean is null)
                return each[0];
            float[] averaged = new float[width];
            mean.Only([.. place.Select(one => one.Member)]).Apply(each, averaged, width);
            return averaged;
        }
    }

    private IntervalSummary Summary(int rows, double quantile) => new() { Coverage = _coverage, Rows = rows, Quantile = quantile };

    private static float[] Outputs(FittedNetwork member)
    {
        float[] outputs = [.. member.CrossOutputs!];
        OutputBounds.Of(member.Objective, member.Network)?.Apply(outputs);
        return outputs;
    }

    private double[] Weights(long[] rows) => [.. rows.Select(Weight).Where(weight => weight > 0)];

    private double Weight(long row) => _rows.Weights?[row] ?? 1;

    private void Remark(IChannel channel, int rows, double quantile, Objective objective)
    {
        if (double.IsInfinity(quantile))
        {
            channel.Warning(MessageSensitivity.None, string.Create(
                CultureInfo.InvariantCulture,
                $"{rows} rows held back tell no bounds for {_coverage:p0} of new rows: intervals hold every number, and sets " +
                $"every class."));
            return;
        }
        string width = quantile.ToString("g4", CultureInfo.InvariantCulture);
        string least = PortableMath.Exp(-quantile).ToString("g4", CultureInfo.InvariantCulture);
        string meaning = !objective.IsScaled ? $"sets hold classes of a probability of {least} and above"
            : objective.Scales[0].Transform is { Kind: var kind } ? $"intervals are {width} wide to either side, by the {kind} scale"
            : $"intervals are {width} wide to either side";
        channel.Info(MessageSensitivity.None, string.Create(
            CultureInfo.InvariantCulture, $"By {rows} rows held back, for {_coverage:p0} of new rows {meaning}."));
    }
}
