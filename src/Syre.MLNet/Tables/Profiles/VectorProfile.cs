using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Tables.Profiles;

/// <summary>A column of vectors of numbers: its slots' means and what is missing. A sparse row is read by its entries.</summary>
/// <param name="size">Slots.</param>
internal sealed class VectorProfile(int size) : ColumnProfile
{
    private readonly double[] _sums = new double[size];
    private readonly long[] _missing = new long[size];
    private long _rows;

    /// <summary>Slots.</summary>
    public int Size => size;

    /// <summary>Slots in which a number is missing.</summary>
    public int[] MissingSlots => [.. Enumerable.Range(0, size).Where(slot => _missing[slot] > 0)];

    /// <summary>Means of the slots over the rows that have them; 0 where none has.</summary>
    public float[] Means() => [.. _sums.Zip(_missing, (sum, missing) => _rows == missing ? 0 : (float)(sum / (_rows - missing)))];

    public override bool Has(TableColumnKind kind) => true;

    public override Action Open(DataViewRow row, DataViewSchema.Column column) =>
        Type.GetTypeCode(((VectorDataViewType)column.Type).ItemType.RawType) switch
        {
            TypeCode.Single => Read<float>(row, column, value => value),
            TypeCode.Double => Read<double>(row, column, value => value),
            _ => () => _rows++,
        };

    private Action Read<T>(DataViewRow row, DataViewSchema.Column column, Func<T, double> number)
    {
        ValueGetter<VBuffer<T>> get = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> buffer = default;
        return () =>
        {
            get(ref buffer);
            _rows++;
            ReadOnlySpan<T> values = buffer.GetValues();
            ReadOnlySpan<int> slots = buffer.GetIndices();
            for (int i = 0; i < values.Length; i++)
            {
                int slot = buffer.IsDense ? i : slots[i];
                double value = number(values[i]);
                if (double.IsNaN(value))
                    _missing[slot]++;
                else
                    _sums[slot] += value;
            }
        };
    }
}
