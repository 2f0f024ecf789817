using Microsoft.ML;
using Syre.MLNet;
using Syre.Studies.Tables;
using Syre.Studies.Texts;
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
        if (TextLines.Read(settings.Data, Folder) is not { } lines || TextLines.Read(settings.Data, Other) is not { } others)
            return null;
        (CsvLines training, CsvLines rest) = DriftRows.Split(lines, settings.MaxRows, seed);
        TextRow[] rows = TextLines.Rows(rest);
        IGrouping<string, TextRow>[] classes = [.. rows.GroupBy(row => row.Name).OrderBy(group => group.Count())];
        TextRow[] rarest = [.. classes.FirstOrDefault(group => group.Count() >= 50) ?? classes[^1]];
        return new DriftSplit(View(TextLines.Rows(training)), View(rows), new Dictionary<string, IDataView>
        {
            ["texts of another set"] = View(TextLines.Rows(DriftRows.Split(others, settings.MaxRows, seed).Others)),
            ["the rarest class of fifty alone"] = View(rarest),
        });

        IDataView View(TextRow[] rows) => mlContext.Data.LoadFromEnumerable(rows);
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
}
