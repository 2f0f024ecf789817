using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Tables.Profiles;

/// <summary>What was seen in a column.</summary>
internal abstract class ColumnProfile
{
    /// <summary>Begins to read a row.</summary>
    /// <param name="row">The row, whose values change with its cursor.</param>
    /// <param name="column">The column in it.</param>
    /// <returns>Adds the row's value.</returns>
    public abstract Action Open(DataViewRow row, DataViewSchema.Column column);

    /// <summary>Whether any row has a value of a kind that the options say.</summary>
    public abstract bool Has(TableColumnKind kind);

    /// <summary>A profile for columns of a type; null where no feature is made of it.</summary>
    /// <param name="type">The type.</param>
    /// <param name="forced">What the options say that the column is, whatever is in it; null where they say nothing.</param>
    public static ColumnProfile? For(DataViewType type, TableColumnKind? forced) => type switch
    {
        TextDataViewType => new TextProfile(forced),
        KeyDataViewType key => new KeyProfile(key.Count),
        DateTimeDataViewType or DateTimeOffsetDataViewType => new TimeProfile(),
        VectorDataViewType { IsKnownSize: true, ItemType: NumberDataViewType or BooleanDataViewType } vector
            when NumberReader.Reads(vector.ItemType) => vector.Size > 0 ? new VectorProfile(vector.Size) : null,
        _ => NumberReader.Reads(type) ? new NumberProfile(forced) : null,
    };
}
