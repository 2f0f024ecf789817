using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Stock;

/// <summary>
/// The one way in which this library reads a column of feature vectors: a row whose vector is of another length than the column's type says
/// is refused. ML.NET hands on what a user's object or a custom view gives, so that a null array arrives as a vector of length 0, and
/// nothing else checks it.
/// </summary>
internal static class SizedVector
{
    /// <summary>Checks that rows to be scored have the column of vectors that a model was fitted on.</summary>
    /// <param name="input">Their schema.</param>
    /// <param name="role">What messages call the column.</param>
    /// <param name="name">Name of the column.</param>
    /// <param name="type">Its type in training.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or of another type.</exception>
    public static void CheckColumn(DataViewSchema input, string role, string name, VectorDataViewType type)
    {
        if (input.GetColumnOrNull(name) is not { } column)
            throw SchemaChecks.Missing(InputColumn.Vector(role, name, "the model's options"), input.Select(other => other.Name));
        if (!column.Type.Equals(type))
        {
            throw SchemaChecks.Mismatch(role, name, column.Type.ToString()!, string.Create(CultureInfo.InvariantCulture,
                $"the model was trained on {type}. An array in a class of yours has the size that its attribute gives: " +
                $"[VectorType({type.Size})]"));
        }
    }

    /// <summary>
    /// A getter of the column's vectors, each of the length that the column's type gives; any length where it gives none.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="column">A column of vectors of Single.</param>
    /// <remarks>
    /// The getter throws <see cref="InvalidOperationException"/>, as ML.NET's own models do, where a row has a vector of another length.
    /// </remarks>
    public static ValueGetter<VBuffer<float>> Getter(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<VBuffer<float>> getter = row.GetGetter<VBuffer<float>>(column);
        if (column.Type is not VectorDataViewType { IsKnownSize: true } type)
            return getter;
        return (ref VBuffer<float> value) =>
        {
            getter(ref value);
            if (value.Length != type.Size)
                throw Refusal(value.Length, type.Size, column.Name, row.Position);
        };
    }

    private static InvalidOperationException Refusal(int found, int expected, string column, long row) =>
        new(string.Create(CultureInfo.InvariantCulture,
            $"Row {row} has a vector of length {found} in column '{column}', expected length {expected} as the column's type says. " +
            $"{(found == 0 ? "An array that is null or empty is no vector of missing values. " : "")}" +
            $"Give every row {expected} values, float.NaN for those that are missing, or filter such rows out."));
}
