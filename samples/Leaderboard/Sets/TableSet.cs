using Microsoft.ML;
using Syre.MLNet;

namespace Leaderboard.Sets;

/// <summary>
/// A table, as files of its own that have its split and no column that is ignored: read by <c>LoadTable</c> and made features of by
/// <c>FeaturizeTable</c>, as by a user.
/// </summary>
internal sealed class TableSet : LoadedSet
{
    private readonly string _folder;

    public TableSet(DataSet set, SetParts parts, string folder)
        : base(set, parts)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
        string[] features = set.Features?.ToArray()
            ?? [.. parts.Table.Columns.Where(name => name != set.Label && !set.Ignored.Contains(name))];
        int[] columns = [parts.Label, .. features.Select(parts.Table.IndexOf)];
        Write("train", parts.Train);
        Write("few", parts.Few);
        Write("test", parts.Test);

        void Write(string part, IEnumerable<string[]> rows) => File.WriteAllLines(
            FileOf(part),
            rows.Select(row => columns.Select(column => row[column])).Prepend([Label, .. features])
                .Select(fields => string.Join(',', fields.Select(Field))));
    }

    public override IDataView Train(MLContext mlContext) => InMemory(mlContext, mlContext.Data.LoadTable(FileOf("train")));

    public override IDataView Few(MLContext mlContext) => Like(mlContext, "few");

    public override IDataView Test(MLContext mlContext) => Like(mlContext, "test");

    /// <summary>By <c>FeaturizeTable</c>; texts it leaves out.</summary>
    public override IEstimator<ITransformer> Preparation(MLContext mlContext, string? features, bool keepsMissing) =>
        mlContext.Transforms.FeaturizeTable(new FeaturizeTableOptions
        {
            LabelColumnName = Label,
            LabelKind = Description.Task switch
            {
                SetTask.Binary => TableLabelKind.Boolean,
                SetTask.Regression => TableLabelKind.Number,
                _ => TableLabelKind.Key,
            },
            OutputColumnName = features ?? throw new ArgumentException($"{Description.Name} has no text."),
            MissingValues = keepsMissing ? TableMissingValues.Keep : TableMissingValues.Replace,
        });

    private IDataView Like(MLContext mlContext, string part) => InMemory(
        mlContext, mlContext.Data.LoadTable(FileOf(part), mlContext.Data.LoadTable(FileOf("train")).Schema));

    /// <summary>Read now, so that reading is not taken for training.</summary>
    private static IDataView InMemory(MLContext mlContext, IDataView rows)
    {
        IDataView cached = mlContext.Data.Cache(rows);
        using DataViewRowCursor cursor = cached.GetRowCursor(cached.Schema);
        while (cursor.MoveNext())
        {
        }
        return cached;
    }

    private string FileOf(string part) => Path.Combine(_folder, part + ".csv");

    private static string Field(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"")}\"" : text;
}
