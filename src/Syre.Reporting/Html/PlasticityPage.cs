using System.Xml.Linq;
using Syre.Reporting.Pictures;
using Syre.Torch;
using static Syre.Reporting.Html.Markup;

namespace Syre.Reporting.Html;

/// <summary>The page of a plasticity report.</summary>
/// <param name="report">The report.</param>
internal sealed class PlasticityPage(PlasticityReport report)
{
    private readonly PageParts _parts = new();

    /// <summary>Writes the page.</summary>
    public string Write() => PageParts.Page(
        $"{report.Name}: plasticity {PlasticityReport.Word(report.Verdict)}",
        Element(
            "header",
            Element("p.kind", "Plasticity report"), Element("h1", report.Name),
            Element("p.extent", $"{Figures.Count(report.Rows, "new row", "new rows")}, {Figures.Count(report.HeldBackRows)} held back, " +
                Figures.Count(report.Runs.Count, "run", "runs"))),
        PageParts.Banner(
            report.Verdict switch
            {
                PlasticityVerdict.Kept => CollapseVerdict.Healthy,
                PlasticityVerdict.Lost => CollapseVerdict.Collapsed,
                _ => CollapseVerdict.NotJudged,
            },
            PlasticityReport.Title(report.Verdict),
            $"Its {report.Measure} over that of a fresh network is {report.Slowness} while it learns and {report.Ending} at its best."),
        PageParts.Section("What to do", Element("p", report.Recommendation)),
        PageParts.Section("Losses on held-back rows", Curves()),
        PageParts.Section(
            "Layers after training on the new rows", report.Layers.Count == 0 ? null : Table("Layers", report.LayerTable())),
        PageParts.GlossarySection(
        [
            ("Plasticity", "Whether a network that was trained before still learns what is new as fast as one of random weights does: " +
                "networks that are trained for long, above all through abrupt changes, lose it (Dohare et al. 2024, Nature 632)."),
            ("Carried on, fresh", "The network that was trained before, and one of the same shape with random weights. Both get the same " +
                "rows, options and order of batches."),
            ("Effective rank", "How many directions the activations of a layer use: exp of the entropy of their singular values."),
            ("Dormant", "Units whose mean activation is below 0.025 of the layer's (Sokar et al. 2023, arXiv 2302.12902)."),
        ]));

    private IEnumerable<XElement?> Curves()
    {
        yield return PageParts.Legend([("carried on", Ink.Measured, false), ("fresh", Ink.Other, false)]);
        yield return PageParts.Gallery([_parts.Figure(report.LossPicture(), report.Measure, "mean over the runs")]);
        yield return Table("Losses", report.Losses());
    }

    private static XElement Table(string caption, TextTable table) => PageParts.SmallTable(
        caption,
        PageParts.Headings(table),
        table.Rows.Select(row => Element("tr", row.Select((cell, column) => Element(table.IsText(column) ? "td" : "td.number", cell)))));
}
