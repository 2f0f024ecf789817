using Microsoft.ML;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Inputs;

/// <summary>Some rows of a data view, in its order; a cursor's position is the row's number there, so that messages name it.</summary>
internal sealed class SelectedRows : IDataView
{
    private readonly IDataView _source;
    private readonly bool[] _selected;

    private SelectedRows(IDataView source, bool[] selected) => (_source, _selected) = (source, selected);

    public bool CanShuffle => false;

    public DataViewSchema Schema => _source.Schema;

    /// <summary>Splits into rows to train on and rows held back.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="rows">Their number.</param>
    /// <param name="heldBack">Those held back.</param>
    public static (IDataView Training, IDataView HeldBack) Split(IDataView data, int rows, IEnumerable<int> heldBack)
    {
        var isHeldBack = new bool[rows];
        foreach (int row in heldBack)
            isHeldBack[row] = true;
        return (new SelectedRows(data, Array.ConvertAll(isHeldBack, held => !held)), new SelectedRows(data, isHeldBack));
    }

    public long? GetRowCount() => _selected.Count(selected => selected);

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(_source.GetRowCursor(columnsNeeded), _selected);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded)];

    private sealed class Cursor(DataViewRowCursor source, bool[] selected) : ForwardingCursor(source, source)
    {
        private readonly DataViewRowCursor _source = source;
        private long _row = -1;

        public override long Position => _row;

        public override bool MoveNext()
        {
            while (_source.MoveNext())
            {
                if (++_row < selected.Length && selected[_row])
                    return true;
            }
            return false;
        }
    }
}
