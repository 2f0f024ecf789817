using Microsoft.ML;
using Syre.MLNet;
using Syre.Studies.Tables;
using Syre.Torch;

namespace Syre.Studies.Drift;

/// <summary>Texts under <c>SyreTextClassification</c>.</summary>
/// <param name="Folder">Their folder under <c>text</c>.</param>
/// <param name="Other">The folder of texts of another kind.</param>
internal sealed record TextSet(string Folder, string Other) : DriftSet(Folder, "SyreTextClassification")
{
    /// <inheritdoc/>
    protected override DriftSplit? Split(MLContext mlContext, StudySettings settings, int seed)
    {
        if (Read(settings.Data, Folder) is not { } lines || Read(settings.Data, Other) is not { } others)
            return null;
        (CsvLines training, CsvLines rest) = DriftRows.Split(lines, settings.MaxRows, seed);
        Row[] rows = Rows(rest);
        IGrouping<string, Row>[] classes = [.. rows.GroupBy(row => row.Name).OrderBy(group => group.Count())];
        Row[] rarest = [.. classes.FirstOrDefault(group => group.Count() >= 50) ?? classes[^1]];
        return new DriftSplit(View(Rows(training)), View(rows), new Dictionary<string, IDataView>
        {
            ["texts of another set"] = View(Rows(DriftRows.Split(others, settings.MaxRows, seed).Others)),
            ["the rarest class of fifty alone"] = View(rarest),
        });

        IDataView View(Row[] rows) => mlContext.Data.LoadFromEnumerable(rows);
    }

    /// <inheritdoc/>
    protected override ITransformer Fit(MLContext mlContext, IDataView training, StudySettings settings, int seed)
    {
        var options = new SyreTextClassificationOptions { Threads = 1, Device = "cpu", Seed = seed };
        IDataView keyed = mlContext.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(training).Transform(training);
        return mlContext.MulticlassClassification.Trainers.SyreTextClassification(options).Fit(keyed);
    }

    /// <inheritdoc/>
    protected override CollapseReport ReportOf(ITransformer model) => ((SyreTextClassificationTransformer)model).Report;

    private static CsvLines? Read(string? data, string folder)
    {
        if (data is null)
            return null;
        foreach (string suffix in new[] { ".tsv", ".tsv.gz" })
        {
            if (Path.Combine(data, "text", folder, "train" + suffix) is var train && File.Exists(train))
                return CsvLines.Read(train);
            if (Path.Combine(data, "text", folder, "data" + suffix) is var whole && File.Exists(whole))
                return CsvLines.Read(whole).WithoutTestRows();
        }
        return null;
    }

    private static Row[] Rows(CsvLines lines) =>
        [.. lines.Rows.Select(line => line.Split('\t')).Select(cells => new Row { Name = cells[0], Text = cells[^1] })];

    private sealed class Row
    {
        public string Name { get; init; } = "";

        public string Text { get; init; } = "";
    }
}
