using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Scoring;

/// <summary>A row with the network's outputs, computed anew at each reading: the row below may have moved on.</summary>
internal sealed class ScoredRow : DataViewRow
{
    private readonly DataViewRow _input;
    private readonly ColumnNeeds _needs;
    private readonly RowOutputs? _outputs;

    /// <param name="scorer">The scorer.</param>
    /// <param name="input">The row below.</param>
    /// <param name="schema">The scored schema.</param>
    /// <param name="needs">What was asked for.</param>
    public ScoredRow(NetworkScorer scorer, DataViewRow input, DataViewSchema schema, ColumnNeeds needs)
    {
        (_input, Schema, _needs) = (input, schema, needs);
        if (needs.Outputs)
            _outputs = new RowOutputs(scorer, input, needs.Features);
    }

    /// <inheritdoc/>
    public override DataViewSchema Schema { get; }

    /// <inheritdoc/>
    public override long Position => _input.Position;

    /// <inheritdoc/>
    public override long Batch => _input.Batch;

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => _needs.IsActive(column.Index, _input.Schema.Count);

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        Getters.CheckActive(this, column);
        return column.Index < _input.Schema.Count
            ? _input.GetGetter<TValue>(_input.Schema[column.Index])
            : Getters.Cast<TValue>((ValueGetter<VBuffer<float>>)_outputs!.Get, column);
    }

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _input.Dispose();
        base.Dispose(disposing);
    }
}
