using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Scoring;

/// <summary>Keeps one column's values of a block of rows, to be read after the cursor that gave them has moved on.</summary>
internal abstract class ColumnBuffer
{
    private const int FirstSize = 64;

    /// <summary>Whether values of this type may be kept: those that own something, such as images, may not.</summary>
    public static bool Keeps(DataViewType type) =>
        (type is VectorDataViewType vector ? vector.ItemType : type) is PrimitiveDataViewType;

    /// <summary>A buffer for a column of <paramref name="input"/>.</summary>
    public static ColumnBuffer Of(DataViewRow input, DataViewSchema.Column column)
    {
        (Type buffer, Type value) = column.Type is VectorDataViewType vector
            ? (typeof(Vectors<>), vector.ItemType.RawType)
            : (typeof(Scalars<>), column.Type.RawType);
        return (ColumnBuffer)Activator.CreateInstance(buffer.MakeGenericType(value), input, column)!;
    }

    /// <summary>Keeps the input's current value as that of a row of the block; rows come in order, from 0.</summary>
    public abstract void Keep(int row);

    /// <summary>
    /// A getter of the value at the row that <paramref name="row"/> names, a <see cref="ValueGetter{TValue}"/> of the column's type.
    /// </summary>
    public abstract Delegate Getter(Func<int> row);

    private sealed class Scalars<T>(DataViewRow input, DataViewSchema.Column column) : ColumnBuffer
    {
        private readonly ValueGetter<T> _get = input.GetGetter<T>(column);
        private T[] _values = new T[FirstSize];

        public override void Keep(int row)
        {
            if (row == _values.Length)
                Array.Resize(ref _values, 2 * row);
            _get(ref _values[row]);
        }

        public override Delegate Getter(Func<int> row) => (ValueGetter<T>)((ref T value) => value = _values[row()]);
    }

    private sealed class Vectors<T>(DataViewRow input, DataViewSchema.Column column) : ColumnBuffer
    {
        private readonly ValueGetter<VBuffer<T>> _get = input.GetGetter<VBuffer<T>>(column);
        private VBuffer<T>[] _values = new VBuffer<T>[FirstSize];

        public override void Keep(int row)
        {
            if (row == _values.Length)
                Array.Resize(ref _values, 2 * row);
            _get(ref _values[row]);
        }

        public override Delegate Getter(Func<int> row) =>
            (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => _values[row()].CopyTo(ref value));
    }
}
