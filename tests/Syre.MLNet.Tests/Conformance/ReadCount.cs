using Microsoft.ML;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>Counts the rows that are read from a view, in all passes together.</summary>
public sealed class ReadCount
{
    private int _rows;

    public ReadCount(MLContext ml, IDataView source) =>
        View = ml.Data.FilterByCustomPredicate<Nothing>(source, _ =>
        {
            Interlocked.Increment(ref _rows);
            return false;
        });

    public IDataView View { get; }

    public int Rows => _rows;

    private sealed class Nothing;
}
