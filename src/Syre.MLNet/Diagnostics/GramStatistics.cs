using TorchSharp;
using static TorchSharp.torch;

namespace Syre.MLNet.Diagnostics;

/// <summary>Exact statistics from the Gram matrix in double precision, for columns of moderate width.</summary>
/// <remarks>Rows are taken less the first row, so that a spread that is small against the mean is not lost in the squares of the mean.</remarks>
internal sealed class GramStatistics : ColumnStatistics
{
    private const int BlockRows = 256;
    private readonly int _width;
    private readonly double[] _origin;
    private readonly double[] _block;
    private readonly Tensor _gram;
    private readonly Tensor _sum;
    private int _inBlock;

    /// <param name="width">Number of slots.</param>
    public GramStatistics(int width)
    {
        _width = width;
        _origin = new double[width];
        _block = new double[BlockRows * width];
        _gram = zeros([width, width], float64).DetachFromDisposeScope();
        _sum = zeros([width], float64).DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public override bool IsExact => true;

    /// <inheritdoc/>
    public override void Add(NonzeroRow row)
    {
        if (Rows++ == 0)
            Scatter(row, _origin);
        Span<double> target = _block.AsSpan(_inBlock * _width, _width);
        for (int slot = 0; slot < _width; slot++)
            target[slot] = -_origin[slot];
        Scatter(row, target);
        if (++_inBlock == BlockRows)
            AddBlock();
    }

    /// <inheritdoc/>
    public override ColumnSpectra Complete(double energy, int maximumSubspace)
    {
        AddBlock();
        using var scope = NewDisposeScope();
        Tensor origin = tensor(_origin, float64);
        Tensor mean = _sum / Rows;
        Tensor centred = _gram - outer(_sum, mean);
        Tensor cross = outer(_sum, origin);
        Tensor uncentred = _gram + cross + cross.t() + outer(origin, origin) * Rows;

        (double[] energies, Tensor directions) = Decompose(centred);
        int count = PrincipalSubspace.CountFor(energies, energies.Sum(), energy, maximumSubspace);
        double[] subspace = directions.narrow(1, 0, count).ToValues<double>();
        (double[] uncentredEnergies, _) = Decompose(uncentred);
        return new ColumnSpectra(
            (origin + mean).ToValues<double>(),
            Spectrum(energies, (int)Math.Min(Rows - 1, _width)).Measures(),
            Spectrum(uncentredEnergies, (int)Math.Min(Rows, _width)).Measures(),
            new PrincipalSubspace(subspace, count),
            TwinSlots.Of(centred, uncentred));
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _gram.Dispose();
        _sum.Dispose();
    }

    private static void Scatter(NonzeroRow row, Span<double> target)
    {
        for (int i = 0; i < row.Slots.Length; i++)
            target[row.Slots[i]] += row.Values[i];
    }

    private void AddBlock()
    {
        if (_inBlock == 0)
            return;
        using var scope = NewDisposeScope();
        Tensor block = tensor(_block, [BlockRows, _width], float64).narrow(0, 0, _inBlock);
        _gram.addmm_(block.t(), block);
        _sum.add_(block.sum(dim: 0));
        _inBlock = 0;
    }

    /// <summary>Eigenvalues from the largest, with those that are rounding as 0, and eigenvectors <c>[width, width]</c>.</summary>
    private static (double[] Energies, Tensor Directions) Decompose(Tensor gram)
    {
        (Tensor values, Tensor vectors) = linalg.eigh(gram);
        double[] energies = values.flip(0).ToValues<double>();
        double rounding = energies.Length * 2.3e-16 * energies[0];
        return (Array.ConvertAll(energies, value => value > rounding ? value : 0), vectors.flip(1));
    }

    private ColumnSpectrum Spectrum(double[] energies, int maximumRank)
    {
        double[] possible = energies[..Math.Min(maximumRank, energies.Length)];
        return new ColumnSpectrum(possible, possible.Sum(), maximumRank, Rows, _width);
    }
}
