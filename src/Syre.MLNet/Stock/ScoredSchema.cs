using Microsoft.ML;

namespace Syre.MLNet.Stock;

/// <summary>
/// Where each column of scored rows comes from: from the rows below, or from the model. It goes by name and visibility, never by place.
/// ML.NET puts a column of the model right behind those of the same name, which it hides and keeps, so that the input's columns stand on
/// either side of the model's.
/// </summary>
internal sealed class ScoredSchema
{
    private readonly DataViewSchema.Column?[] _sources;

    /// <param name="input">Columns of the rows below.</param>
    /// <param name="scored">Columns of the scored rows: those of one name are the input's, in their order, and then the model's, where it
    /// has one.</param>
    public ScoredSchema(DataViewSchema input, DataViewSchema scored)
    {
        (Input, Columns) = (input, scored);
        ILookup<string, DataViewSchema.Column> named = input.ToLookup(column => column.Name);
        var counts = new Dictionary<string, int>();
        _sources = new DataViewSchema.Column?[scored.Count];
        foreach (DataViewSchema.Column column in scored)
        {
            int earlier = counts.GetValueOrDefault(column.Name);
            counts[column.Name] = earlier + 1;
            _sources[column.Index] = named[column.Name].Skip(earlier).Select(source => (DataViewSchema.Column?)source).FirstOrDefault();
        }
    }

    /// <summary>Columns of the rows below.</summary>
    public DataViewSchema Input { get; }

    /// <summary>Columns of the scored rows.</summary>
    public DataViewSchema Columns { get; }

    /// <summary>The input's column that a column of the scored rows hands on; null for one of the model's own.</summary>
    /// <param name="index">Index of the column among those of the scored rows.</param>
    public DataViewSchema.Column? Source(int index) => _sources[index];

    /// <summary>The columns after a transformer that adds some: new names at the end, a known one behind those that it hides.</summary>
    public static DataViewSchema Append(DataViewSchema input, IEnumerable<DataViewSchema.DetachedColumn> added)
    {
        List<DataViewSchema.DetachedColumn> columns = [.. input.Select(column => new DataViewSchema.DetachedColumn(column))];
        foreach (DataViewSchema.DetachedColumn column in added)
        {
            int hidden = columns.FindLastIndex(other => other.Name == column.Name);
            columns.Insert(hidden < 0 ? columns.Count : hidden + 1, column);
        }
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(columns);
        return builder.ToSchema();
    }
}
