using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Tables.Loading;

/// <summary>Columns of a file for ML.NET's loader.</summary>
internal static class TableColumns
{
    /// <summary>All of the file's.</summary>
    public static IEnumerable<TextLoader.Column> All(TableForm form) =>
        form.Columns.Select((column, index) => new TextLoader.Column(column.Name, column.Kind, index));

    /// <summary>Those of a schema.</summary>
    /// <exception cref="InvalidDataException">None of them is there.</exception>
    /// <exception cref="ArgumentException">A column is not of a type that a text file has.</exception>
    public static IEnumerable<TextLoader.Column> Match(TableFile file, TableForm form, DataViewSchema schema)
    {
        DataViewSchema.Column[] wanted = [.. schema.Where(column => !column.IsHidden)];
        string[] names = [.. form.Columns.Select(column => column.Name)];
        int[] places = [.. wanted.Select((column, index) => form.HasHeader ? Array.IndexOf(names, column.Name)
            : index < names.Length ? index : -1)];
        if (Array.TrueForAll(places, place => place < 0))
        {
            throw new InvalidDataException(
                $"'{file.Path}' has none of the columns {string.Join(", ", wanted.Select(column => column.Name))}; " +
                $"it has {string.Join(", ", names)}.");
        }
        // Behind the last column of the file all fields are empty.
        return wanted.Zip(places, (column, place) =>
            new TextLoader.Column(column.Name, Kind(column), place < 0 ? names.Length : place));
    }

    private static DataKind Kind(DataViewSchema.Column column) => column.Type switch
    {
        TextDataViewType => DataKind.String,
        BooleanDataViewType => DataKind.Boolean,
        DateTimeDataViewType => DataKind.DateTime,
        _ when column.Type == NumberDataViewType.Single => DataKind.Single,
        _ when column.Type == NumberDataViewType.Double => DataKind.Double,
        _ => throw new ArgumentException(
            $"Column '{column.Name}' is of type {column.Type}, which LoadTable reads from no file. " +
            "Give the schema of a view that LoadTable made.", "schema"),
    };
}
