using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Tables.Profiles;

/// <summary>Reads columns of any type of number.</summary>
internal static class NumberReader
{
    /// <summary>Whether a type is a number's. A Boolean is 0 or 1, a span of time its ticks.</summary>
    public static bool Reads(DataViewType type) => type is BooleanDataViewType or TimeSpanDataViewType
        || (type is NumberDataViewType && type.RawType != typeof(DataViewRowId));

    /// <summary>Reads the row's number.</summary>
    public static Func<double> Open(DataViewRow row, DataViewSchema.Column column) => Type.GetTypeCode(column.Type.RawType) switch
    {
        TypeCode.Boolean => Read<bool>(row, column, value => value ? 1 : 0),
        TypeCode.SByte => Read<sbyte>(row, column, value => value),
        TypeCode.Byte => Read<byte>(row, column, value => value),
        TypeCode.Int16 => Read<short>(row, column, value => value),
        TypeCode.UInt16 => Read<ushort>(row, column, value => value),
        TypeCode.Int32 => Read<int>(row, column, value => value),
        TypeCode.UInt32 => Read<uint>(row, column, value => value),
        TypeCode.Int64 => Read<long>(row, column, value => value),
        TypeCode.UInt64 => Read<ulong>(row, column, value => value),
        TypeCode.Single => Read<float>(row, column, value => value),
        TypeCode.Double => Read<double>(row, column, value => value),
        _ => Read<TimeSpan>(row, column, value => value.Ticks),
    };

    private static Func<double> Read<T>(DataViewRow row, DataViewSchema.Column column, Func<T, double> number)
    {
        ValueGetter<T> get = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            get(ref value);
            return number(value);
        };
    }
}
