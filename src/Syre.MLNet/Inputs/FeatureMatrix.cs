using Syre.Cpu;

namespace Syre.MLNet.Inputs;

/// <summary>All feature rows of a data set, resident on the training device.</summary>
internal abstract class FeatureMatrix : IDisposable
{
    private readonly Lazy<int[]> _numbers;

    protected FeatureMatrix() => _numbers = new(FindNumbers);

    /// <summary>Number of rows.</summary>
    public abstract int Rows { get; }

    /// <summary>Number of features that the network takes.</summary>
    public abstract int Features { get; }

    /// <summary>
    /// The feature column's slot of each feature, ascending, where only the slots that are ever nonzero are kept;
    /// null when feature i is slot i.
    /// </summary>
    public abstract int[]? Slots { get; }

    /// <summary>Whether only nonzero entries are stored.</summary>
    public abstract bool IsSparse { get; }

    /// <summary>Mean number of entries a row that a neuron sums over: all features, or the nonzero ones of a sparse matrix.</summary>
    public abstract double MeanEntries { get; }

    /// <summary>Rows <c>order[start..start + count]</c>, in that order; the caller's dispose scope owns the tensors.</summary>
    public abstract FeatureRows Select(RowOrder order, int start, int count);

    /// <summary>All values, row after row, of a matrix that is not sparse and on the CPU.</summary>
    /// <exception cref="NotSupportedException">It is another.</exception>
    public virtual ReadOnlySpan<float> Values => throw new NotSupportedException("The values are not here row after row.");

    /// <summary>The nonzero entries, row after row, of a sparse matrix.</summary>
    /// <exception cref="NotSupportedException">It is another.</exception>
    public virtual SparseRows Entries => throw new NotSupportedException("The rows are not sparse.");

    /// <summary>The features of which a value is missing in some row, ascending.</summary>
    public IReadOnlyList<int> Missing { get; init; } = [];

    /// <summary>Features that are numbers and no flags, ascending (<see cref="ValueSpread.IsNumber"/>); none of a sparse matrix.</summary>
    /// <remarks>Found once for all networks of a fit, which may ask at once.</remarks>
    public int[] Numbers() => _numbers.Value;

    /// <summary>See <see cref="Numbers"/>.</summary>
    protected virtual int[] FindNumbers() => [];

    /// <summary>What is known of each feature from the given rows.</summary>
    public abstract FeatureSummary[] Summaries(long[] rows);

    /// <summary>The scale of each feature over the given rows.</summary>
    public FeatureScale[] Scales(long[] rows) => Array.ConvertAll(Summaries(rows), summary => summary.Scale);

    public abstract void Dispose();
}
