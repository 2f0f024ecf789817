using Syre.Torch.Numbers;
using static TorchSharp.torch;

namespace Syre.Torch.Compacting;

/// <summary>
/// Replaces units of a layer by the best linear combination of those that stay and a constant, on some rows (an interpolative decomposition
/// of the layer, as in Chee et al. 2022, arXiv 2108.00065). Units stay in the order of a pivoted Cholesky factorisation of their
/// covariances, each weighed by how far it can move an output: first the one that matters most, then the one of which the first tells
/// least, and so on.
/// </summary>
internal sealed class UnitRegression
{
    /// <summary>What is left of a unit's variance below this share of the largest one is rounding.</summary>
    private const double Negligible = 1e-14;

    private readonly int[] _units;
    private readonly double[] _reach, _means;
    private readonly double[,] _covariances, _factor;
    private readonly int[] _order;

    /// <param name="layer">The layer.</param>
    /// <param name="values">Values of its units, <c>[rows, units]</c> in double precision.</param>
    /// <param name="influence">How far an output moves when a unit's value moves by 1.</param>
    public UnitRegression(WorkingLayer layer, Tensor values, Func<int, double> influence)
    {
        using var scope = NewDisposeScope();
        _units = [.. layer.Units];
        _reach = [.. _units.Select(influence)];
        Tensor there = values.index_select(1, tensor(_units.Select(unit => (long)unit).ToArray())), means = there.mean([0], keepdim: true);
        Tensor centred = there - means;
        _means = Host.Doubles(means);
        int count = _units.Length;
        _covariances = new double[count, count];
        _factor = new double[count, count];
        double[] covariances = Host.Doubles(centred.t().matmul(centred).Div(values.shape[0]));
        Buffer.BlockCopy(covariances, 0, _covariances, 0, sizeof(double) * count * count);
        _order = [.. Enumerable.Range(0, count)];
        Rank = Factorise();
    }

    /// <summary>As many units tell all that the layer tells.</summary>
    public int Rank { get; }

    /// <summary>Takes out all units but the first ones.</summary>
    /// <param name="kept">How many stay: from 1 to <see cref="Rank"/>.</param>
    /// <param name="layer">The layer, as it was when this was made.</param>
    /// <param name="next">The layer after it.</param>
    public void KeepFirst(int kept, WorkingLayer layer, WorkingLayer next)
    {
        double[][] shares = [.. Enumerable.Range(kept, _order.Length - kept).Select(at => Shares(at, kept))];
        foreach ((int reader, float[] weights) in next.Weights.Index())
        {
            double[] added = new double[kept];
            double bias = next.Biases[reader];
            for (int gone = 0; gone < shares.Length; gone++)
            {
                int unit = _order[kept + gone];
                double weight = weights[_units[unit]], offset = _means[unit];
                for (int at = 0; at < kept; at++)
                {
                    added[at] += shares[gone][at] * weight;
                    offset -= shares[gone][at] * _means[_order[at]];
                }
                bias += offset * next.Gain * weight;
                weights[_units[unit]] = 0;
            }
            for (int at = 0; at < kept; at++)
                weights[_units[_order[at]]] = (float)(weights[_units[_order[at]]] + added[at]);
            next.Biases[reader] = (float)bias;
        }
        double largest = _order.Max(unit => _covariances[unit, unit]);
        foreach (int unit in _order.AsSpan(kept))
            layer.Remove(_units[unit], Nearest(unit, kept, largest));
    }

    /// <summary>The factorisation; the number of units that are no combination of those before them.</summary>
    private int Factorise()
    {
        int count = _order.Length;
        double[] left = [.. Enumerable.Range(0, count).Select(unit => _reach[unit] * _reach[unit] * _covariances[unit, unit])];
        double largest = left.Max();
        for (int at = 0; at < count; at++)
        {
            int pivot = at;
            for (int other = at + 1; other < count; other++)
                pivot = left[_order[other]] > left[_order[pivot]] ? other : pivot;
            if (!(left[_order[pivot]] > Negligible * largest))
                return Math.Max(1, at);
            (_order[at], _order[pivot]) = (_order[pivot], _order[at]);
            int unit = _order[at];
            double root = Math.Sqrt(left[unit]);
            _factor[unit, at] = root;
            for (int after = at + 1; after < count; after++)
            {
                int other = _order[after];
                double sum = _reach[unit] * _reach[other] * _covariances[unit, other];
                for (int before = 0; before < at; before++)
                    sum -= _factor[unit, before] * _factor[other, before];
                _factor[other, at] = sum / root;
                left[other] -= _factor[other, at] * _factor[other, at];
            }
        }
        return count;
    }

    /// <summary>How much of each unit that stays is in one that goes: shares × the upper rows of the factor are its row.</summary>
    private double[] Shares(int at, int kept)
    {
        int gone = _order[at];
        var shares = new double[kept];
        for (int column = kept - 1; column >= 0; column--)
        {
            double sum = _factor[gone, column];
            for (int row = column + 1; row < kept; row++)
                sum -= shares[row] * _factor[_order[row], column];
            shares[column] = _factor[_order[column], column] is not 0 and var diagonal ? sum / diagonal : 0;
        }
        for (int row = 0; row < kept; row++)
            shares[row] = _reach[gone] > 0 ? shares[row] * _reach[_order[row]] / _reach[gone] : 0;
        return shares;
    }

    /// <summary>The unit that stays which tells most of one that goes, for whoever shows it.</summary>
    private Replacement Nearest(int gone, int kept, double largest)
    {
        int nearest = _order[..kept].MaxBy(unit => _covariances[unit, unit] is > 0 and var variance
            ? Math.Abs(_covariances[gone, unit]) / Math.Sqrt(variance) : 0);
        double factor = _covariances[nearest, nearest] is > 0 and var of ? _covariances[gone, nearest] / of : 0;
        ReplacementKind kind = _reach[gone] == 0 ? ReplacementKind.Unread
            : _covariances[gone, gone] <= Negligible * largest ? ReplacementKind.Constant : ReplacementKind.Copy;
        return new Replacement(kind, _units[nearest], factor, _means[gone] - factor * _means[nearest], 0);
    }
}
