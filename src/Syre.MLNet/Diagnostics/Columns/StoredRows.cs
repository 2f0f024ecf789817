namespace Syre.MLNet.Diagnostics.Columns;

/// <summary>Rows kept by their nonzero entries.</summary>
/// <param name="width">Size of the rows.</param>
internal sealed class StoredRows(int width)
{
    private readonly int[] _all = [.. Enumerable.Range(0, width)];
    private readonly List<(int[] Slots, float[] Values)> _rows = [];

    /// <summary>Number of rows.</summary>
    public int Count => _rows.Count;

    /// <summary>A row; good as long as it is kept.</summary>
    public NonzeroRow this[int index] => new(_rows[index].Slots, _rows[index].Values);

    /// <summary>Adds a row.</summary>
    public void Add(NonzeroRow row) => _rows.Add(Copy(row));

    /// <summary>Puts a row in the place of another.</summary>
    public void Replace(int index, NonzeroRow row) => _rows[index] = Copy(row);

    private (int[] Slots, float[] Values) Copy(NonzeroRow row) =>
        (row.Slots.Length == width ? _all : row.Slots.ToArray(), row.Values.ToArray());
}
