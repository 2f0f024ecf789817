using Syre.MLNet.Runtime;
using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.MLNet.Diagnostics.Columns;

/// <summary>
/// Statistics of wide columns from a sketch of the Gram matrix, from which the leading eigenvectors come by Nyström's formula (Tropp,
/// Yurtsever, Udell and Cevher 2017, arXiv 1706.05736, algorithm 3). The total energy is known exactly beside it.
/// </summary>
internal sealed class SketchStatistics : ColumnStatistics
{
    /// <summary>Double precision's rounding, with room for the sums that a product takes.</summary>
    private const double Rounding = 1e-13;

    private readonly int _width;
    private readonly int _rank;
    private readonly GaussianSketch _sketch;
    private readonly SlotSigns _signs;
    private readonly double[] _sum;
    private readonly double[] _squares;

    /// <param name="width">Number of slots.</param>
    /// <param name="maximumSubspace">Directions that may be asked for.</param>
    /// <param name="seed">The seed.</param>
    public SketchStatistics(int width, int maximumSubspace, long seed)
    {
        _width = width;
        _rank = Math.Max(maximumSubspace, 128);
        // Twice as many columns as directions: the authors' rule for an error near that of the best approximation.
        _sketch = new GaussianSketch(width, 2 * _rank, seed);
        _signs = new SlotSigns(width, seed);
        (_sum, _squares) = (new double[width], new double[width]);
    }

    public override bool IsExact => false;

    public override void Add(NonzeroRow row)
    {
        Rows++;
        _signs.Add(row, Rows);
        _sketch.Add(row);
        for (int i = 0; i < row.Slots.Length; i++)
        {
            double value = row.Values[i];
            _sum[row.Slots[i]] += value;
            _squares[row.Slots[i]] += value * value;
        }
    }

    public override ColumnSpectra Complete(double energy, int maximumSubspace, MeasureLog log) => log.Try(
        nameof(PrincipalSubspace), null, () => Complete(energy, maximumSubspace), new ColumnSpectra(
            RankMeasures.Unmeasured, RankMeasures.Unmeasured, Subspaces.Unknown(_width), null));

    public override void Dispose() => _sketch.Dispose();

    private ColumnSpectra Complete(double energy, int maximumSubspace)
    {
        using var scope = NewDisposeScope();
        (int[] slots, Tensor omega, Tensor uncentred) = _sketch.Complete();
        double[] mean = Array.ConvertAll(_sum, sum => sum / Rows);
        Tensor means = tensor(Array.ConvertAll(slots, slot => mean[slot]), float64);
        Tensor centred = uncentred - outer(means, means.matmul(omega)).Mul(Rows);
        double total = _squares.Sum(), centredTotal = slots.Sum(Spread);

        (double[] energies, Tensor directions) = Decompose(omega, centred, centredTotal, total);
        (double[] uncentredEnergies, _) = Decompose(omega, uncentred, total, total);
        int count = CountFor(energies, centredTotal, energy, maximumSubspace);
        return new ColumnSpectra(
            PartialSpectrum.Measure(energies, centredTotal, Rows, _width, centred: true),
            PartialSpectrum.Measure(uncentredEnergies, total, Rows, _width, centred: false),
            new PrincipalSubspace
            {
                Mean = mean,
                Basis = Basis(directions, count, slots),
                Variances = [.. energies.Take(count).Select(value => value / Rows)],
                TotalVariance = centredTotal / Rows,
            },
            _signs.Twins(slots, mean));
    }

    /// <summary>Centred energy of a slot; what rounding leaves of a constant slot is none.</summary>
    private double Spread(int slot)
    {
        double spread = _squares[slot] - _sum[slot] * _sum[slot] / Rows;
        return spread > Rounding * _squares[slot] ? spread : 0;
    }

    /// <summary>
    /// The leading eigenvalues of the matrix that was sketched, from the largest, and for each a vector in
    /// the direction of its eigenvector.
    /// </summary>
    /// <param name="omega">Ω, <c>[slots, columns]</c>.</param>
    /// <param name="sketch">The matrix times Ω.</param>
    /// <param name="total">Its trace.</param>
    /// <param name="scale">The trace of the matrix before it was centred, by which rounding goes.</param>
    private (double[] Energies, Tensor Directions) Decompose(Tensor omega, Tensor sketch, double total, double scale)
    {
        if (total == 0)
            return ([], sketch);
        // The shift keeps the core matrix positive in spite of rounding, and is taken off again at the end.
        double shift = 2.3e-16 * scale * Math.Sqrt(sketch.shape[0]);
        Tensor shifted = sketch.Add(omega.Mul(shift));
        Tensor core = omega.t().matmul(shifted);
        (Tensor values, Tensor vectors) = linalg.eigh(core.Add(core.t()).Div(2));
        Tensor factor = shifted.matmul(vectors * where(values > values.max().Mul(1e-15), values.rsqrt(), zeros_like(values)));
        (Tensor squares, Tensor rotation) = linalg.eigh(factor.t().matmul(factor));
        double[] energies = [.. HostValues.Copy<double>(squares.flip(0)).Take(_rank)
            .Select(value => value - shift > Rounding * scale ? value - shift : 0)];
        double sum = energies.Sum();
        if (sum > total)
            energies = Array.ConvertAll(energies, value => value * total / sum);
        return (energies, factor.matmul(rotation.flip(1)));
    }

    /// <summary>
    /// The fewest leading directions with a share of the true energy, that of the directions which the sketch does not see among it.
    /// </summary>
    private static int CountFor(double[] energies, double total, double share, int maximum)
    {
        // Energies carry rounding; a share of 1 must not ask for directions of nothing.
        double wanted = Math.Min(share, 1 - 1e-12) * total, sum = 0;
        int count = 0;
        while (count < energies.Length && count < maximum && sum < wanted && energies[count] > 0)
            sum += energies[count++];
        return count;
    }

    /// <summary>Orthonormal leading directions of all slots, <c>[count, width]</c>.</summary>
    private double[] Basis(Tensor directions, int count, int[] slots)
    {
        var basis = new double[count * _width];
        if (count == 0)
            return basis;
        (Tensor orthonormal, _) = linalg.qr(directions.narrow(1, 0, count));
        double[] compact = HostValues.Copy<double>(orthonormal.t());
        for (int direction = 0; direction < count; direction++)
        {
            for (int i = 0; i < slots.Length; i++)
                basis[direction * _width + slots[i]] = compact[direction * slots.Length + i];
        }

        return basis;
    }
}
