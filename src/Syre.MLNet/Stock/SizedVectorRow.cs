using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Stock;

/// <summary>A row of which one column is read by <see cref="SizedVector"/>.</summary>
/// <param name="input">The row below; disposed with this one.</param>
/// <param name="column">Name of the column.</param>
internal sealed class SizedVectorRow(DataViewRow input, string column) : ForwardingRow(input)
{
    private readonly DataViewRow _input = input;
    private readonly DataViewSchema.Column _column = input.Schema[column];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
        column.Index == _column.Index && typeof(TValue) == typeof(VBuffer<float>)
            ? (ValueGetter<TValue>)(Delegate)SizedVector.Getter(_input, _column)
            : base.GetGetter<TValue>(column);
}
