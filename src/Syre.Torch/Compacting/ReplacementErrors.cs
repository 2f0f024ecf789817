using System.Numerics;
using System.Runtime.InteropServices;
using Syre.Torch.Numbers;
using static TorchSharp.torch;

namespace Syre.Torch.Compacting;

/// <summary>
/// How well each unit of a layer is replaced by a constant or by factor × another unit + offset, on some rows: the factor is that of least
/// squares, the offset makes the largest error least.
/// </summary>
internal sealed class ReplacementErrors
{
    private readonly int[] _units;
    private readonly double[] _reach;
    private readonly Replacement[,] _places;

    /// <param name="layer">The layer.</param>
    /// <param name="values">Values of its units, <c>[rows, units]</c>.</param>
    /// <param name="influence">How far an output moves when a unit's value moves by 1.</param>
    /// <param name="cancellation">Ends it.</param>
    public ReplacementErrors(WorkingLayer layer, Tensor values, Func<int, double> influence, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        _units = [.. layer.Units];
        _reach = [.. _units.Select(influence)];
        int rows = (int)values.shape[0], width = layer.Width;
        double[] columns = Host.Doubles(values.t());
        Tensor centred = values - values.mean([0], keepdim: true);
        double[] covariances = Host.Doubles(centred.t().matmul(centred));
        _places = new Replacement[_units.Length, _units.Length];
        for (int i = 0; i < _units.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int j = 0; j < _units.Length; j++)
            {
                int unit = _units[i], other = _units[j];
                double variance = covariances[other * width + other];
                double factor = i == j || variance == 0 ? 0 : covariances[unit * width + other] / variance;
                (double least, double largest) = Extremes(
                    columns.AsSpan(unit * rows, rows), columns.AsSpan(other * rows, rows), factor);
                _places[i, j] = new Replacement(
                    i == j ? ReplacementKind.Constant : ReplacementKind.Copy, i == j ? -1 : other, factor,
                    least / 2 + largest / 2, largest / 2 - least / 2);
            }
        }
    }

    /// <summary>What it costs at least to take out each unit, as a bound on the change of an output.</summary>
    public double[] LeastCosts => [.. Enumerable.Range(0, _units.Length).Select(LeastCost)];

    /// <summary>Takes out units whose cost is not above a number, the cheapest first.</summary>
    /// <param name="most">The number.</param>
    /// <param name="layer">The layer, as it was when this was made.</param>
    /// <param name="next">The layer after it.</param>
    public void TakeUpTo(double most, WorkingLayer layer, WorkingLayer next)
    {
        foreach (int i in Enumerable.Range(0, _units.Length).OrderBy(LeastCost).ThenByDescending(i => i))
        {
            if (layer.Count == 1)
                return;
            Replacement place = Enumerable.Range(0, _units.Length)
                .Where(j => layer.Has(_units[j])).Select(j => _places[i, j]).MinBy(one => one.Error);
            if (!(Cost(i, place) <= most))
                continue;
            if (place.Unit < 0)
                place = place with { Unit = layer.Units.First(unit => unit != _units[i]) };
            layer.Take(_units[i], _reach[i] == 0 ? place with { Kind = ReplacementKind.Unread } : place, next);
        }
    }

    private double LeastCost(int i) =>
        Enumerable.Range(0, _units.Length).Min(j => Cost(i, _places[i, j]));

    private double Cost(int i, Replacement place) => _reach[i] == 0 ? 0 : _reach[i] * place.Error;

    /// <summary>The least and the largest of a − factor × b.</summary>
    private static (double Least, double Largest) Extremes(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double factor)
    {
        double least = double.PositiveInfinity, largest = double.NegativeInfinity;
        ReadOnlySpan<Vector<double>> first = MemoryMarshal.Cast<double, Vector<double>>(a);
        ReadOnlySpan<Vector<double>> second = MemoryMarshal.Cast<double, Vector<double>>(b);
        var low = new Vector<double>(least);
        var high = new Vector<double>(largest);
        var times = new Vector<double>(factor);
        for (int i = 0; i < first.Length; i++)
        {
            Vector<double> rest = first[i] - times * second[i];
            (low, high) = (Vector.Min(low, rest), Vector.Max(high, rest));
        }
        for (int i = 0; i < Vector<double>.Count; i++)
            (least, largest) = (Math.Min(least, low[i]), Math.Max(largest, high[i]));
        for (int i = first.Length * Vector<double>.Count; i < a.Length; i++)
        {
            double rest = a[i] - factor * b[i];
            (least, largest) = (Math.Min(least, rest), Math.Max(largest, rest));
        }
        return (least, largest);
    }
}
