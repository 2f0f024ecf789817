using Microsoft.ML;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Scoring;

/// <summary>
/// A row with the task's columns, computed anew when the row below has moved on. A prediction engine asks for all of them and may read a
/// few: the diagnostics, which cost many times as much as the others, are computed when one of them is read.
/// </summary>
internal sealed class ScoredRow : ForwardingRow
{
    private readonly DataViewRow _input;
    private readonly ColumnNeeds _needs;
    private readonly NetworkScorer _scorer;
    private readonly SingleRow? _row, _diagnosed;

    /// <param name="scorer">The scorer.</param>
    /// <param name="input">The row below.</param>
    /// <param name="needs">What was asked for.</param>
    public ScoredRow(NetworkScorer scorer, DataViewRow input, ColumnNeeds needs)
        : base(input)
    {
        (_scorer, _input, _needs) = (scorer, input, needs);
        if (needs.NeedsNetwork)
            _row = new SingleRow(scorer, input, diagnosed: false);
        if (needs.Diagnosed)
            _diagnosed = new SingleRow(scorer, input, diagnosed: true);
    }

    public override DataViewSchema Schema => _needs.Schema.Columns;

    public override bool IsColumnActive(DataViewSchema.Column column) => _needs.IsActive(column.Index);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        Getters.CheckActive(this, column);
        return _needs.Passing.TryGetValue(column.Index, out DataViewSchema.Column source)
            ? _input.GetGetter<TValue>(source)
            : Getters.Cast<TValue>(_scorer.Getter(column, (_scorer.IsDiagnostic(column.Name) ? _diagnosed : _row)!.Outputs), column);
    }
}
