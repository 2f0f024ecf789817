using Microsoft.ML;

namespace Syre.MLNet.Tables.Profiles;

/// <summary>A column of keys.</summary>
internal sealed class KeyProfile : ColumnProfile
{
    private readonly Dictionary<ulong, int> _counts = [];

    /// <summary>Keys that are there.</summary>
    public long Count { get; private set; }

    /// <summary>Keys that are missing.</summary>
    public long Missing { get; private set; }

    /// <summary>Rows of each key, from 1, that occurs.</summary>
    public IReadOnlyDictionary<ulong, int> Counts => _counts;

    public override bool Has(TableColumnKind kind) => Count > 0;

    public override Action Open(DataViewRow row, DataViewSchema.Column column) => Type.GetTypeCode(column.Type.RawType) switch
    {
        TypeCode.Byte => Read<byte>(row, column, value => value),
        TypeCode.UInt16 => Read<ushort>(row, column, value => value),
        TypeCode.UInt32 => Read<uint>(row, column, value => value),
        _ => Read<ulong>(row, column, value => value),
    };

    private Action Read<T>(DataViewRow row, DataViewSchema.Column column, Func<T, ulong> number)
    {
        ValueGetter<T> get = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            get(ref value);
            Add(number(value));
        };
    }

    private void Add(ulong key)
    {
        if (key == 0)
        {
            Missing++;
            return;
        }
        Count++;
        _counts[key] = _counts.GetValueOrDefault(key) + 1;
    }
}
