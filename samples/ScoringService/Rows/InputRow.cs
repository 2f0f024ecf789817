using Microsoft.ML;
using Microsoft.ML.Data;

namespace ScoringService.Rows;

/// <summary>The row that a model reads: the fields' cells, seen as ML.NET sees a row.</summary>
internal sealed class InputRow(InputSchema schema, IReadOnlyList<Cell> cells) : DataViewRow
{
    private readonly Dictionary<int, Cell> _byColumn =
        schema.Fields.Zip(cells).ToDictionary(pair => pair.First.Column.Index, pair => pair.Second);

    private long _position = -1;

    /// <inheritdoc/>
    public override DataViewSchema Schema => schema.Columns;

    /// <summary>Differs from row to row: ML.NET's transformers keep what they computed until it changes.</summary>
    public override long Position => _position;

    /// <inheritdoc/>
    public override long Batch => 0;

    /// <summary>Says that the cells hold another row.</summary>
    public void Advance() => _position++;

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => _byColumn.ContainsKey(column.Index);

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
        _byColumn.TryGetValue(column.Index, out Cell? cell)
            ? (ValueGetter<TValue>)cell.Getter
            : throw new InvalidOperationException($"The model reads column '{column.Name}', which it said it would not.");

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)_position, 0);
}
