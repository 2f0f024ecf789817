using System.Xml.Linq;
using ScottPlot;
using Syre.Reporting.Pictures;
using Syre.Torch;
using static Syre.Reporting.Html.Markup;

namespace Syre.Reporting.Html;

/// <summary>The page of a comparison.</summary>
internal sealed class ComparisonPage(CollapseComparison comparison)
{
    private readonly PageParts _parts = new();
    private readonly string[] _layers = [.. comparison.Differences.Select(difference => difference.Layer).OfType<string>().Distinct()];

    /// <summary>Writes the page.</summary>
    public string Write() => PageParts.Page(
        $"{comparison.Name} against {comparison.OtherName}",
        Element(
            "header",
            Element("p.kind", "Comparison of collapse reports"),
            Element("h1", comparison.Name, Element("span.against", " against "), comparison.OtherName),
            Element("p.extent", $"{Runs(comparison.Reports)} against {Runs(comparison.Others)}")),
        Element("div.arms", Arm(comparison.Name, comparison.Reports), Arm(comparison.OtherName, comparison.Others)),
        Element("p.summary", Summary()),
        PageParts.Section("Differences", comparison.Differences.Count == 0 ? null : DifferenceTable(),
            Element("ul", comparison.Remarks.Select(remark => Element("li", remark)))),
        PageParts.Section("Spectra", Spectra()),
        PageParts.Section("Over the epochs", Curves()),
        PageParts.Section("Similarity of units", Similarities()),
        PageParts.Section("When these numbers mislead", Element("ul", Glossary.Cautions.Select(caution => Element("li", caution)))),
        PageParts.GlossarySection(Glossary.Terms));

    private static string Runs(IReadOnlyList<CollapseReport> reports) => Figures.Count(reports.Count, "run", "runs");

    private static XElement Arm(string name, IReadOnlyList<CollapseReport> reports)
    {
        CollapseReport gravest = reports.MaxBy(report => report.Verdict)!;
        return Element("div.arm", Element("h3", name), PageParts.Banner(gravest.Verdict, gravest.Reason));
    }

    private string Summary()
    {
        int more = comparison.Differences.Count(difference => !difference.IsNoise);
        return $"{more} of {Figures.Count(comparison.Differences.Count, "difference is", "differences are")} more than noise" +
            (comparison.IsNoiseMeasured ? "." : "; with one run each, noise is assumed, not measured.");
    }

    private XElement DifferenceTable()
    {
        TextTable table = comparison.ToTable();
        int last = table.Headings.Count - 1;
        return PageParts.Table(
            "Differences",
            PageParts.Headings(table),
            table.Rows.Zip(comparison.Differences, (row, difference) => Element(
                difference.IsNoise ? "tr.noise" : "tr.more",
                row.Select((cell, column) =>
                    Element(table.IsText(column) ? "td" : "td.number", column == last && !difference.IsNoise ? "● " + cell : cell)))));
    }

    private IEnumerable<XElement?> Spectra()
    {
        if (_layers.Length == 0)
            yield break;
        yield return PageParts.Legend([.. Arms(), ("random network", Ink.Baseline, true)]);
        yield return PageParts.Gallery(_layers.Select(name => _parts.Figure(
            SpectrumPlot.Create($"Singular values of layer {name}",
                [.. Random(name), .. Lines(comparison.Others, name, Ink.Other), .. Lines(comparison.Reports, name, Ink.Measured)]),
            name,
            Ranks(name))));
        yield return Element("p.note", "Singular values of the activations over the largest, a line a run. Dotted: the effective ranks.");
    }

    private IEnumerable<XElement?> Curves()
    {
        XElement? figures = PageParts.Gallery(
        [
            .. _layers.Select(
                name => Overlay($"{name}: effective rank", "effective rank", report => Points(report, name, layer => layer.EffectiveRank))),
            .. _layers.Select(
                name => Overlay($"{name}: dead units", "dead units, %", report => Points(report, name, layer => layer.DeadShare * 100))),
            Overlay("Error on held-back rows", "error", HistoryPlot.Errors),
        ]);
        if (figures is null)
            yield break;
        yield return PageParts.Legend(Arms());
        yield return figures;
    }

    private IEnumerable<XElement?> Similarities()
    {
        XElement? figures = PageParts.Gallery(_layers.SelectMany(name => new[]
        {
            _parts.Figure(Layer(comparison.Reports[0], name).SimilarityPicture(), name, comparison.Name),
            _parts.Figure(Layer(comparison.Others[0], name).SimilarityPicture(), name, comparison.OtherName),
        }));
        if (figures is null)
            yield break;
        figures.SetAttributeValue("class", "figures pairs");
        yield return figures;
        yield return Element("p.note",
            "|Cosine| of the activations of each pair of units, of the first run of each arm. Bright blocks are units that do the same.");
    }

    private (string, Ink, bool)[] Arms() => [(comparison.Name, Ink.Measured, false), (comparison.OtherName, Ink.Other, false)];

    private string Ranks(string name) => comparison.Differences.FirstOrDefault(
        difference => difference.Layer == name && difference.Measure == nameof(RankMeasures.EffectiveRank)) is { } rank
        ? $"effective rank {Figures.Rank(rank.Value)} against {Figures.Rank(rank.OtherValue)}"
        : "";

    private static IEnumerable<DrawnSpectrum> Lines(IReadOnlyList<CollapseReport> reports, string name, Ink ink) =>
        reports.Select(report => new DrawnSpectrum("", Layer(report, name).Measured.Centred, ink, LinePattern.Solid));

    private IEnumerable<DrawnSpectrum> Random(string name) => Layer(comparison.Reports[0], name).Baseline is { } baseline
        ? [new DrawnSpectrum("", baseline.Centred, Ink.Baseline, LinePattern.Dashed)]
        : [];

    private XElement? Overlay(string caption, string vertical, Func<CollapseReport, (double, double)[]> points)
    {
        Curve[] curves =
        [
            .. comparison.Others.Select(report => new Curve("", Ink.Other, points(report))),
            .. comparison.Reports.Select(report => new Curve("", Ink.Measured, points(report))),
        ];
        return curves.All(curve => curve.Points.Count == 0)
            ? null
            : _parts.Figure(new Picture($"{caption} over the epochs", () => HistoryPlot.Draw(vertical, curves)), caption);
    }

    private static (double, double)[] Points(CollapseReport report, string name, Func<LayerEpoch, double> read) =>
        HistoryPlot.Layer(report, report.Layers.Select(layer => layer.Name).ToList().IndexOf(name), read);

    private static LayerReport Layer(CollapseReport report, string name) => report.Layers.First(layer => layer.Name == name);
}
