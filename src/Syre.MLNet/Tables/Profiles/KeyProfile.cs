using Microsoft.ML;

namespace Syre.MLNet.Tables.Profiles;

/// <summary>A column of keys without values.</summary>
/// <param name="size">Keys that there may be.</param>
internal sealed class KeyProfile(ulong size) : ColumnProfile
{
    private readonly HashSet<ulong> _seen = [];

    /// <summary>Keys that there may be.</summary>
    public ulong Size => size;

    /// <summary>Keys that are there.</summary>
    public long Count { get; private set; }

    /// <summary>Keys that are missing.</summary>
    public long Missing { get; private set; }

    /// <summary>Different keys that occur.</summary>
    public int Different => _seen.Count;

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
        _seen.Add(key);
    }
}
