using Syre.Torch.Diagnostics.Measures;
using Syre.Torch.Numbers;
using static TorchSharp.torch;

namespace Syre.Torch;

/// <summary>
/// What one layer's units did on the rows seen so far: counts, means, and the second moments of all pairs, streamed
/// in double precision on the CPU.
/// </summary>
/// <remarks>
/// Batches are joined by the update of Chan, Golub and LeVeque (1979) about the running mean, so that a large mean costs no
/// digits. The memory is width² × 8 bytes, whatever the rows. A Gram matrix squares the singular values: those below √(width ×
/// 2.2·10⁻¹⁶) of the largest (3·10⁻⁷ at width 512) are rounding noise and count as 0, which is below what float32 activations
/// resolve. Not for several threads at once.
/// </remarks>
public sealed class ActivationStatistics : IDisposable
{
    /// <summary>2 MB in double: it stays in the cache, and the C library does not give it back to the system after each use.</summary>
    private const int BlockElements = 1 << 18;

    /// <summary>About the mean: <c>[width, width]</c> with all pairs, else <c>[width]</c>.</summary>
    private readonly Tensor _moments;

    private readonly Tensor _mean, _nonZero, _magnitude;
    private readonly bool _keepGram;

    /// <param name="width">Number of units, 1 or more.</param>
    /// <param name="keepGram">Whether to keep the second moments of all pairs. Without them there are no ranks, subspace or
    /// twins, and it is cheaper.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="width"/> is below 1.</exception>
    public ActivationStatistics(int width, bool keepGram = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        TorchNative.EnsureLoaded();
        _keepGram = keepGram;
        Width = width;
        using var scope = NewDisposeScope();
        Tensor Kept(params long[] shape) => zeros(shape, ScalarType.Float64, CPU).DetachFromDisposeScope();
        _moments = keepGram ? Kept(width, width) : Kept(width);
        (_mean, _nonZero, _magnitude) = (Kept(width), Kept(width), Kept(width));
    }

    /// <summary>Number of units.</summary>
    public int Width { get; }

    /// <summary>Rows seen; for activations with positions, rows × positions.</summary>
    public long Rows { get; private set; }

    /// <summary>Mean of each unit, <c>[width]</c>; 0 before the first row.</summary>
    public double[] Mean => Host.Doubles(_mean);

    /// <summary>Standard deviation of each unit over the rows (divided by rows), <c>[width]</c>; exactly 0 for a unit
    /// that has only one value.</summary>
    public double[] Deviation => [.. CentredSquares().Select(square => Math.Sqrt(square / Math.Max(1, Rows)))];

    /// <summary>In how many rows each unit is not zero, <c>[width]</c>.</summary>
    public long[] NonZero => Host.Longs(_nonZero);

    /// <summary>Mean |h| of each unit, <c>[width]</c>.</summary>
    public double[] MeanMagnitude => [.. Host.Doubles(_magnitude).Select(sum => sum / Math.Max(1, Rows))];

    /// <summary>Mean over rows of the squared norm of a row.</summary>
    public double MeanSquareNorm => CentredSquares().Sum() / Math.Max(1, Rows) + Mean.Sum(value => value * value);

    /// <summary>Adds a batch; nothing of it is kept.</summary>
    /// <param name="activations"><c>[rows, units]</c> or <c>[rows, units, positions…]</c>, where each position counts as a
    /// row. Any type and device.</param>
    /// <exception cref="ArgumentException">The shape is another.</exception>
    /// <exception cref="InvalidOperationException">An activation is not finite; nothing was added of the block it is in.</exception>
    public void Add(Tensor activations)
    {
        RequireShape(activations, Width);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        Tensor rows = activations.detach();
        if (rows.dim() > 2)
            rows = rows.flatten(2).transpose(1, 2).reshape(-1, Width);
        long block = Math.Max(1, BlockElements / Width);
        for (long start = 0; start < rows.shape[0]; start += block)
        {
            using var blockScope = NewDisposeScope();
            AddBlock(rows.narrow(0, start, Math.Min(block, rows.shape[0] - start)).to(ScalarType.Float64, CPU, copy: true));
        }
    }

    /// <summary>Ranks of the activations about their mean: of what varies from row to row.</summary>
    /// <exception cref="InvalidOperationException">The pairs were not kept.</exception>
    public RankMeasures Centred()
    {
        using var scope = NewDisposeScope();
        return Spectrum.MeasureGram(CentredGram(), Rows, Width, centred: true);
    }

    /// <summary>Ranks of the activations as they are.</summary>
    /// <exception cref="InvalidOperationException">The pairs were not kept.</exception>
    public RankMeasures Uncentred()
    {
        using var scope = NewDisposeScope();
        return Spectrum.MeasureGram(UncentredGram(), Rows, Width, centred: false);
    }

    /// <summary>The least directions that have a share of the variance.</summary>
    /// <param name="energy">That share, in (0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="energy"/> is out of range.</exception>
    /// <exception cref="InvalidOperationException">The pairs were not kept.</exception>
    public PrincipalSubspace PrincipalSubspace(double energy)
    {
        if (!(energy is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(energy), energy, "The share of the variance must be in (0, 1].");
        using var scope = NewDisposeScope();
        (Tensor values, Tensor vectors) = linalg.eigh(CentredGram().Div(Math.Max(1, Rows)));
        double[] variances = [.. Host.Doubles(values).Reverse().Select(value => Math.Max(0, value))];
        double total = variances.Sum();
        int dimension = total > 0 ? Spectrum.LeastWithShare(variances, total, energy) : 0;
        return new PrincipalSubspace
        {
            Mean = Mean,
            Basis = Host.Doubles(vectors.flip(1).narrow(1, 0, dimension).t()),
            Variances = variances[..dimension],
            TotalVariance = total,
        };
    }

    /// <summary>The units by what is wrong with their activations; what takes weights to tell (duplicates,
    /// vanishing units) stays empty.</summary>
    /// <param name="options">The thresholds; null (default) for theirs.</param>
    /// <exception cref="ArgumentException">A threshold is out of range.</exception>
    /// <exception cref="InvalidOperationException">The pairs were not kept.</exception>
    public UnitMeasures Units(CollapseProbeOptions? options = null)
    {
        options ??= new CollapseProbeOptions();
        options.Validate();
        using var scope = NewDisposeScope();
        return UnitCensus.Take(this, options);
    }

    /// <summary>How alike the units are, for a heat map.</summary>
    /// <param name="twins">Groups of units that come first where not all units fit in; null (default) for none.</param>
    /// <exception cref="InvalidOperationException">The pairs were not kept.</exception>
    public UnitSimilarity Similarity(IReadOnlyList<IReadOnlyList<int>>? twins = null)
    {
        using var scope = NewDisposeScope();
        return SimilarityMap.Measure(this, twins ?? []);
    }

    /// <summary>Frees the sums.</summary>
    public void Dispose()
    {
        foreach (Tensor tensor in new[] { _moments, _mean, _nonZero, _magnitude })
            tensor.Dispose();
    }

    /// <summary>Σ(h − mean)(h − mean)ᵀ: the sums themselves, not a copy.</summary>
    internal Tensor CentredGram() => _keepGram
        ? _moments
        : throw new InvalidOperationException(
            "These statistics were made without the second moments of pairs (keepGram: false): make them with.");

    /// <summary>Σhhᵀ, for the current dispose scope.</summary>
    internal Tensor UncentredGram() => outer(_mean, _mean).Mul_(Rows).Add_(CentredGram());

    private double[] CentredSquares()
    {
        using var scope = NewDisposeScope();
        return Host.Doubles(_keepGram ? _moments.diagonal() : _moments);
    }

    /// <exception cref="ArgumentException">The activations are not of so many units.</exception>
    internal static void RequireShape(Tensor activations, int width)
    {
        ArgumentNullException.ThrowIfNull(activations);
        if (activations.dim() < 2 || activations.shape[1] != width)
        {
            throw new ArgumentException(
                $"The activations have shape [{string.Join(", ", activations.shape)}]; expected [rows, {width}] or [rows, {width}, " +
                "positions…].",
                nameof(activations));
        }
    }

    /// <param name="block">A copy, which is written to.</param>
    private void AddBlock(Tensor block)
    {
        long count = block.shape[0], total = Rows + count;
        Tensor magnitudes = linalg.norm(block, 1.0, [0]), active = block.count_nonzero([0]);
        if (!double.IsFinite(magnitudes.sum().item<double>()))
        {
            throw new InvalidOperationException(
                $"An activation of the rows from {Rows} on is not finite (NaN or infinity): the network or its input is broken, and " +
                "there is nothing to measure.");
        }
        Tensor blockMean = block.mean([0]);
        Tensor centred = block.sub_(blockMean), step = blockMean - _mean;
        double weight = (double)Rows * count / total;
        if (_keepGram)
            _moments.addmm_(centred.t(), centred, 1, 1).Add_(outer(step, step), weight);
        else
            _moments.Add_((centred * centred).sum(dim: 0)).Add_(step * step, weight);
        _mean.Add_(step, (double)count / total);
        _nonZero.Add_(active);
        _magnitude.Add_(magnitudes);
        Rows = total;
    }
}
