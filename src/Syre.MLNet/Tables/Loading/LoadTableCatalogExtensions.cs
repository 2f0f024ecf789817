using Microsoft.ML.Data;
using Syre.MLNet;
using Syre.MLNet.Tables.Loading;
using Syre.Torch;

namespace Microsoft.ML;

/// <summary>Adds <c>LoadTable</c> to ML.NET's catalog of data.</summary>
public static class LoadTableCatalogExtensions
{
    /// <summary>
    /// Opens a table in a text file (CSV and its like) whose columns are found out: separator, header, and by the rows which are numbers
    /// (Single, or Double where whole numbers need it), Booleans (<c>true</c>, <c>false</c>), dates (ISO 8601) and texts. An empty field
    /// is missing: NaN, the default date, the empty text.
    /// </summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="path">The file; compressed by gzip where its name ends in <c>.gz</c>.</param>
    /// <param name="schema">The columns, where the file is to have those of another one: of a view that <c>LoadTable</c> made, or the
    /// input schema that <c>mlContext.Model.Load</c> gives. They are found by name where the file has a header, else by place; those that
    /// it does not have, such as the label of rows to be scored, are missing in every row. Null to find them out.</param>
    /// <param name="options">What of the file's form is known; null for nothing.</param>
    /// <returns>A view that reads the file, by ML.NET's <see cref="TextLoader"/>, whenever it is asked for rows.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">A column of the schema is of a type that a text file has not.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">There is no row in it, or none of the schema's columns.</exception>
    public static IDataView LoadTable(
        this DataOperationsCatalog catalog, string path, DataViewSchema? schema = null, TableFileOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new TableFileOptions();
        var violations = new Violations();
        options.AddTo(violations);
        violations.ThrowIfOutOfRange(nameof(TableFileOptions));
        var file = new TableFile(path);
        TableForm form = TableForm.Infer(file, options);
        return catalog.CreateTextLoader(new TextLoader.Options
        {
            Columns = [.. schema is null ? TableColumns.All(form) : TableColumns.Match(file, form, schema)],
            Separators = [form.Separator],
            HasHeader = form.HasHeader,
            DecimalMarker = form.DecimalMarker,
            AllowQuoting = true,
            ReadMultilines = form.HasFieldsOfSeveralLines,
            MissingRealsAsNaNs = true,
            TrimWhitespace = true,
        }).Load(file);
    }
}
