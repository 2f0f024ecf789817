using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Tables.Profiles;

/// <summary>A column of points in time.</summary>
internal sealed class TimeProfile : ColumnProfile
{
    /// <summary>What was seen of the dates.</summary>
    public DateProfile Dates { get; } = new();

    public override bool Has(TableColumnKind kind) => Dates.Count > 0;

    public override Action Open(DataViewRow row, DataViewSchema.Column column) => column.Type is DateTimeDataViewType
        ? Read<DateTime>(row, column, date => date)
        : Read<DateTimeOffset>(row, column, date => date.UtcDateTime);

    private Action Read<T>(DataViewRow row, DataViewSchema.Column column, Func<T, DateTime> date)
    {
        ValueGetter<T> get = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            get(ref value);
            Dates.Add(date(value));
        };
    }
}
