namespace Syre.MLNet.Inputs;

/// <summary>All rows of a data set as a network takes them, resident in memory: a matrix for each of its inputs.</summary>
/// <param name="parts">The matrices, in the order of the inputs; owned from now on.</param>
internal sealed class RowStore(params IReadOnlyList<FeatureMatrix> parts) : IDisposable
{
    /// <summary>The rows of one input.</summary>
    public FeatureMatrix this[int input] => parts[input];

    /// <summary>Rows <c>order[start..start + count]</c>, in that order; the caller's dispose scope owns the tensors.</summary>
    public Batch Select(RowOrder order, int start, int count) => new([.. parts.Select(part => part.Select(order, start, count))]);

    public void Dispose()
    {
        foreach (FeatureMatrix part in parts)
            part.Dispose();
    }
}
