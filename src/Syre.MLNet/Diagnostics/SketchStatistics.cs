using TorchSharp;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Syre.MLNet.Diagnostics;

/// <summary>
/// Statistics of wide columns from a sketch of the Gram matrix: Y = XᵀXΩ with a fixed Gaussian Ω, from which the leading eigenvectors come by Nyström's
/// formula (Tropp, Yurtsever, Udell and Cevher 2017, arXiv 1706.05736, algorithm 3). The total energy is known exactly beside it.
/// </summary>
/// <remarks>A row costs two multiplications for each of its entries and each column of Ω; only slots that occur take memory.</remarks>
internal sealed class SketchStatistics : ColumnStatistics
{
    private readonly int _width;
    private readonly int _rank;
    private readonly int _columns;
    private readonly ColumnRandom _testMatrix;
    private readonly SlotSigns _signs;
    private readonly double[]?[] _omega;
    private readonly double[]?[] _sketch;
    private readonly double[] _sum;
    private readonly double[] _squares;
    private readonly double[] _product;

    /// <param name="width">Number of slots.</param>
    /// <param name="maximumSubspace">Directions that may be asked for.</param>
    /// <param name="seed">The seed.</param>
    public SketchStatistics(int width, int maximumSubspace, long seed)
    {
        _width = width;
        // Twice as many columns as directions: the authors' rule for an error near that of the best approximation.
        _rank = Math.Max(maximumSubspace, 128);
        _columns = 2 * _rank;
        _testMatrix = new ColumnRandom(seed, ColumnRandom.Stream.TestMatrix);
        _signs = new SlotSigns(width, seed);
        (_omega, _sketch) = (new double[width][], new double[width][]);
        (_sum, _squares, _product) = (new double[width], new double[width], new double[_columns]);
    }

    /// <inheritdoc/>
    public override bool IsExact => false;

    /// <inheritdoc/>
    public override void Add(NonzeroRow row)
    {
        Rows++;
        _signs.Add(row, Rows);
        Span<double> product = _product;
        product.Clear();
        for (int i = 0; i < row.Slots.Length; i++)
        {
            int slot = row.Slots[i];
            double value = row.Values[i];
            _sum[slot] += value;
            _squares[slot] += value * value;
            TensorPrimitives.MultiplyAdd(Omega(slot), value, product, product);
        }
        for (int i = 0; i < row.Slots.Length; i++)
        {
            Span<double> sketch = _sketch[row.Slots[i]];
            TensorPrimitives.MultiplyAdd(product, row.Values[i], sketch, sketch);
        }
    }

    /// <inheritdoc/>
    public override ColumnSpectra Complete(double energy, int maximumSubspace)
    {
        using var scope = NewDisposeScope();
        int[] occurring = [.. Enumerable.Range(0, _width).Where(slot => _omega[slot] is not null)];
        double[] mean = Array.ConvertAll(_sum, sum => sum / Rows);
        if (occurring.Length == 0)
            return Nothing(mean);

        Tensor omega = Matrix(_omega, occurring), uncentred = Matrix(_sketch, occurring);
        Tensor means = tensor(Array.ConvertAll(occurring, slot => mean[slot]), float64);
        Tensor centred = uncentred - outer(means, means.matmul(omega)) * Rows;
        double total = _squares.Sum();
        double centredTotal = occurring.Sum(slot => Spread(_squares[slot], _sum[slot]));

        (double[] energies, Tensor? directions) = Decompose(omega, centred, centredTotal, total);
        int count = PrincipalSubspace.CountFor(energies, centredTotal, energy, maximumSubspace);
        (double[] uncentredEnergies, _) = Decompose(omega, uncentred, total, total);
        return new ColumnSpectra(
            mean,
            Spectrum(energies, centredTotal, (int)Math.Min(Rows - 1, _width)).Measures(),
            Spectrum(uncentredEnergies, total, (int)Math.Min(Rows, _width)).Measures(),
            Subspace(directions, count, occurring),
            _signs.Twins(occurring, mean));
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
    }

    private double[] Omega(int slot)
    {
        if (_omega[slot] is { } known)
            return known;
        var row = new double[_columns];
        _testMatrix.FillNormal(slot, row);
        _sketch[slot] = new double[_columns];
        return _omega[slot] = row;
    }

    /// <summary>Centred energy of a slot; what rounding leaves of a constant slot is none.</summary>
    private double Spread(double squares, double sum)
    {
        double spread = squares - sum * sum / Rows;
        return spread > 1e-13 * squares ? spread : 0;
    }

    private Tensor Matrix(double[]?[] rows, int[] slots)
    {
        var values = new double[(long)slots.Length * _columns];
        for (int i = 0; i < slots.Length; i++)
            rows[slots[i]]!.CopyTo(values.AsSpan(i * _columns));
        return tensor(values, [slots.Length, _columns], float64);
    }

    /// <summary>The leading eigenvalues, from the largest, and eigenvectors of the matrix that was sketched.</summary>
    /// <param name="omega">Ω, <c>[slots, columns]</c>.</param>
    /// <param name="sketch">The matrix times Ω.</param>
    /// <param name="total">Its trace.</param>
    /// <param name="scale">The trace of the matrix before it was centred, by which rounding goes.</param>
    private (double[] Energies, Tensor? Directions) Decompose(Tensor omega, Tensor sketch, double total, double scale)
    {
        if (total == 0)
            return ([], null);
        // The shift keeps the core matrix positive in spite of rounding, and is taken off again at the end.
        double shift = 2.3e-16 * scale * Math.Sqrt(sketch.shape[0]);
        Tensor shifted = sketch + omega * shift;
        Tensor core = omega.t().matmul(shifted);
        (Tensor values, Tensor vectors) = linalg.eigh((core + core.t()) / 2);
        Tensor root = where(values > 1e-15 * values.max(), values.rsqrt(), zeros_like(values));
        (Tensor left, Tensor singular, _) = linalg.svd(shifted.matmul(vectors * root), fullMatrices: false);
        double[] energies = [.. singular.square().ToValues<double>().Take(_rank).Select(value => Math.Max(0, value - shift))];
        double rounding = 1e-14 * scale;
        energies = Array.ConvertAll(energies, value => value > rounding ? value : 0);
        double sum = energies.Sum();
        if (sum > total)
            energies = Array.ConvertAll(energies, value => value * total / sum);
        return (energies, left);
    }

    private ColumnSpectrum Spectrum(double[] energies, double total, int maximumRank) =>
        new(energies[..Math.Min(maximumRank, energies.Length)], total, maximumRank, Rows, _width);

    private PrincipalSubspace Subspace(Tensor? directions, int count, int[] occurring)
    {
        var all = new double[_width * count];
        if (directions is null || count == 0)
            return new PrincipalSubspace(all, 0);
        double[] compact = directions.narrow(1, 0, count).ToValues<double>();
        for (int i = 0; i < occurring.Length; i++)
            compact.AsSpan(i * count, count).CopyTo(all.AsSpan(occurring[i] * count));
        return new PrincipalSubspace(all, count);
    }

    private ColumnSpectra Nothing(double[] mean)
    {
        ColumnSpectrum Zero(long rank) => new([], 0, (int)Math.Min(rank, _width), Rows, _width);
        return new ColumnSpectra(mean, Zero(Rows - 1).Measures(), Zero(Rows).Measures(), new PrincipalSubspace([], 0), []);
    }
}
