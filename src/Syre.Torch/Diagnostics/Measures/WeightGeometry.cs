using Syre.Torch.Numbers;
using static TorchSharp.torch;

namespace Syre.Torch.Diagnostics.Measures;

/// <summary>
/// Norms and distances of a layer's units, each the vector of its incoming weights, bias and outgoing weights, from Gram matrices in
/// double. The tensors belong to the dispose scope it is made in.
/// </summary>
internal sealed class WeightGeometry
{
    private readonly ObservedLayer _layer;
    private readonly Tensor _weightGram, _incoming, _gram, _squares;
    private readonly Tensor? _outgoing;
    private readonly double[] _norms;

    private WeightGeometry(ObservedLayer layer, Tensor weights)
    {
        _layer = layer;
        Tensor rows = Host.InDouble(weights);
        Tensor products = rows.mm(rows.t());
        _weightGram = weights.shape[1] < weights.shape[0] ? rows.t().mm(rows) : products;
        _incoming = products;
        if (layer.Bias is not null)
        {
            Tensor bias = Host.InDouble(layer.Bias);
            _incoming = products.Add(outer(bias, bias));
        }
        if (layer.Outgoing is not null)
        {
            Tensor columns = Host.InDouble(layer.Outgoing);
            _outgoing = columns.t().mm(columns);
        }
        _gram = _outgoing is null ? _incoming : _incoming.Add(_outgoing);
        _squares = _gram.diagonal();
        _norms = [.. Host.Doubles(_squares).Select(Math.Sqrt)];
        if (_norms.Any(norm => !double.IsFinite(norm)))
        {
            throw new InvalidOperationException(
                $"Layer {layer.Name} has a weight that is not finite (NaN or infinity): there is nothing to measure.");
        }
    }

    /// <summary>Null for a layer whose weights are not known.</summary>
    public static WeightGeometry? Of(ObservedLayer layer) => layer.Incoming is null ? null : new WeightGeometry(layer, layer.Incoming);

    /// <summary>Ranks of the incoming weights, from the Gram matrix of their smaller side.</summary>
    public RankMeasures Ranks() =>
        Spectrum.MeasureGram(_weightGram, _layer.Incoming!.shape[0], (int)_layer.Incoming.shape[1], centred: false);

    /// <param name="threshold">Of the layer's largest norm.</param>
    public IReadOnlyList<int> Vanishing(double threshold)
    {
        double bound = threshold * _norms.Max();
        // Root mean square of the weights alone: biases often have no θ0. Without inputs there is none.
        double[] sizes = _layer.StaticBiasSize is null || _layer.Incoming!.shape[1] == 0
            ? []
            : Host.Doubles(Host.InDouble(_layer.Incoming).Square().mean([1]).sqrt());
        return [.. Enumerable.Range(0, _norms.Length)
            .Where(i => _norms[i] < bound || sizes.Length > 0 && sizes[i] <= 2 * _layer.StaticBiasSize)];
    }

    public IReadOnlyList<IReadOnlyList<int>> Duplicates(double threshold)
    {
        using var scope = NewDisposeScope();
        Tensor sums = _squares.unsqueeze(0).Add(_squares.unsqueeze(1));
        // 2(‖a‖² + ‖b‖² − 2ab) < threshold·(‖a‖² + ‖b‖²), without the division that two empty units would make 0/0.
        var groups = new UnitGroups();
        groups.Join(sums.Mul_(2 - threshold).Add_(_gram, -4).lt(HeldScalar.Zero));
        return groups.ToLists();
    }

    /// <summary>Null for one unit: it has no pair.</summary>
    public MirrorMeasures? Mirrors(double? symmetryGap)
    {
        if (_norms.Length < 2)
            return null;
        using var scope = NewDisposeScope();
        double scale = Math.Sqrt(_norms.Average(norm => norm * norm));
        double Relative(double distance) => scale > 0 ? distance / scale : 0;

        Tensor distances = _squares.unsqueeze(0).Add(_squares.unsqueeze(1)).Add_(_gram, -2);
        distances.diagonal().Fill_(double.PositiveInfinity);
        (Tensor values, Tensor indices) = distances.min(1);
        double[] nearest = [.. Host.Doubles(values).Select(square => Math.Sqrt(Math.Max(0, square) / 2))];
        int first = Array.IndexOf(nearest, nearest.Min()), second = (int)indices[first].item<long>();
        int smallest = Array.IndexOf(_norms, _norms.Min());
        return new MirrorMeasures
        {
            NearestExchange = Relative(Distance(first, second) / Math.Sqrt(2)),
            NearestPair = [Math.Min(first, second), Math.Max(first, second)],
            NearestZero = Relative(_norms[smallest]),
            NearestUnit = smallest,
            MedianExchange = Relative(Median(nearest)),
            Imbalance = Imbalance(),
            SymmetryGap = symmetryGap,
        };
    }

    /// <summary>The median; of an even number the mean of the two in the middle, of none NaN.</summary>
    public static double Median(double[] values)
    {
        if (values.Length == 0)
            return double.NaN;
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>‖a − b‖ from the vectors themselves, which is exactly 0 for equal ones; the Gram matrix rounds to
    /// about 10⁻⁸ of the norm.</summary>
    private double Distance(int first, int second)
    {
        double Square(Tensor? tensor, int dimension) =>
            tensor is null ? 0 : Host.InDouble(tensor.select(dimension, first) - tensor.select(dimension, second))
                .Square().sum().item<double>();
        return Math.Sqrt(Square(_layer.Incoming, 0) + Square(_layer.Bias, 0) + Square(_layer.Outgoing, 1));
    }

    private double? Imbalance()
    {
        if (_outgoing is null)
            return null;
        double size = Norm(_outgoing) + Norm(_incoming);
        return size > 0 ? Norm(_outgoing - _incoming) / size : 0;
    }

    private static double Norm(Tensor matrix) => Math.Sqrt(matrix.Square().sum().item<double>());
}
