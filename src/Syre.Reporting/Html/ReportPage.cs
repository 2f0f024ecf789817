using System.Globalization;
using System.Xml.Linq;
using Syre.Reporting.Pictures;
using Syre.Torch;
using static Syre.Reporting.Html.Markup;

namespace Syre.Reporting.Html;

/// <summary>The page of one report.</summary>
/// <param name="report">The report.</param>
/// <param name="model">What else is known of the model; null for the report alone.</param>
internal sealed class ReportPage(CollapseReport report, ModelDescription? model = null)
{
    private readonly PageParts _parts = new();

    /// <summary>Writes the page.</summary>
    public string Write() => PageParts.Page(
        $"{model?.Name ?? report.Name}: {Figures.Word(report.Verdict)}",
        Element(
            "header",
            Element("p.kind", model is null ? "Collapse report" : "Model report"), Element("h1", model?.Name ?? report.Name),
            Element("p.extent", report.Extent)),
        PageParts.Banner(report.Verdict, report.Reason),
        Remarks(),
        model is null ? null : ModelSections.Of(model),
        model is null ? null : PageParts.Section("What was found, and what to do", FindingList()),
        PageParts.Section("Layers", report.Layers.Count == 0 ? null : LayerTable()),
        PageParts.Section("Spectra against the random network", Spectra()),
        PageParts.Section("Over the epochs", Curves()),
        PageParts.Section("Similarity of units", Similarities()),
        model is null ? PageParts.Section("Findings", FindingList()) : null,
        PageParts.Section("What could not be measured", Missing()),
        PageParts.Section("Input features that the first layer ignores", Features()),
        PageParts.Section("Latents", LatentTable()),
        PageParts.Section("When these numbers mislead", Element("ul", Glossary.Cautions.Select(caution => Element("li", caution)))),
        PageParts.GlossarySection(
        [
            .. Glossary.Terms,
            .. report.NeuralCollapse is null ? [] : Glossary.NeuralCollapse,
            .. report.Latents is null ? [] : Glossary.Latents,
        ]));

    private XElement? Remarks() => report.Remarks is { Count: > 0 } remarks
        ? Element("ul.remarks", remarks.Select(remark => Element("li", remark)))
        : null;

    private XElement LayerTable()
    {
        TextTable table = report.ToTable();
        return PageParts.Table(
            "Layers",
            PageParts.Headings(table),
            table.Rows.Zip(report.Layers, (row, layer) => Element("tr", row.Select((cell, column) => table.Headings[column] switch
            {
                "layer" => Element("th", Attribute("scope", "row"), cell),
                "ratio" => Element("td.number", cell, Meter(layer.EffectiveRankRatio)),
                "verdict" => Element("td", PageParts.Badge(report.VerdictOf(layer.Name))),
                _ => Element(table.IsText(column) ? "td" : "td.number", cell),
            }))));
    }

    private XElement Meter(double ratio) => Element(
        "span.meter",
        Attribute("aria-hidden", "true"),
        Element("span.filled", Attribute("style", $"width:{Percent(ratio)}")),
        Element("span.threshold", Attribute("style", $"left:{Percent(report.Thresholds.EffectiveRankRatio)}")));

    private IEnumerable<XElement?> Spectra()
    {
        if (report.Layers.Count == 0)
            yield break;
        bool baseline = report.Layers.Any(layer => layer.Baseline is not null);
        yield return PageParts.Legend(
        [
            ("this network", Ink.Measured, false),
            .. baseline ? [("random network", Ink.Baseline, true)] : ((string, Ink, bool)[])[],
        ]);
        yield return PageParts.Gallery(report.Layers.Select(layer => _parts.Figure(
            layer.SpectrumPicture(), layer.Name,
            (layer.Measured.Centred.IsMeasured ? $"effective rank {Figures.Rank(layer.Measured.Centred.EffectiveRank)}" : "not measured") +
            (layer.Baseline is { } random ? $", random {Figures.Rank(random.Centred.EffectiveRank)}" : ""))));
        yield return Element("p.note", "Singular values of the activations over the largest. A line that falls early has few directions " +
            "left. Dotted: the effective rank.");
    }

    private IEnumerable<XElement?> Curves()
    {
        if (report.History.Count == 0)
            yield break;
        yield return PageParts.Legend(
            report.Layers.Select((layer, index) => (layer.Name, Ink.Series[index % Ink.Series.Count], index >= Ink.Series.Count)));
        yield return PageParts.Gallery(
        [
            _parts.Figure(report.EffectiveRankPicture(), "Effective rank"),
            _parts.Figure(report.DeadSharePicture(), "Dead units"),
            _parts.Figure(report.ValidationErrorPicture(), "Error on held-back rows"),
        ]);
    }

    private IEnumerable<XElement?> Similarities()
    {
        XElement? figures =
            PageParts.Gallery(report.Layers.Select(layer => _parts.Figure(layer.SimilarityPicture(), layer.Name, Units(layer))));
        if (figures is null)
            yield break;
        yield return figures;
        yield return Element("p.note", "|Cosine| of the activations of each pair of units. Bright blocks are units that do the same.");
    }

    private static string Units(LayerReport layer) => layer.Similarity is { } similarity && similarity.Units.Count < layer.Width
        ? $"{similarity.Units.Count} of {Figures.Count(layer.Width)} units, twins first"
        : Figures.Count(layer.Width, "unit", "units");

    private XElement FindingList() => report.Findings.Count == 0
        ? Element("p", "None: no measure crossed its threshold.")
        : PageParts.Table(
            "Findings",
            [Element("th", "verdict"), Element("th", "layer"), Element("th", "what"), Element("th.number", "value"),
                Element("th.number", "threshold"), Element("th", "what to do")],
            report.Findings.Select(finding => Element(
                "tr",
                Element("td", PageParts.Badge(finding.Verdict)),
                Element("td", finding.Layer ?? "all"),
                Element("td.sentence", finding.Sentence),
                Element("td.number", Figures.Any(finding.Value)),
                Element("td.number", Figures.Any(finding.Threshold)),
                Element("td.sentence", Remedies.For(report, finding)))));

    private XElement? Missing() => report.NotMeasured.Count == 0
        ? null
        : PageParts.Table(
            "What could not be measured",
            [Element("th", "measure"), Element("th", "layer"), Element("th", "why")],
            report.NotMeasured.Select(missing => Element(
                "tr",
                Element("th", Attribute("scope", "row"), missing.Measure),
                Element("td", missing.Layer ?? "all"),
                Element("td.sentence", missing.Reason))));

    private XElement? Features() => report.IgnoredFeatures.Count == 0
        ? null
        : PageParts.SmallTable(
            "Ignored features",
            [Element("th", "feature"), Element("th.number", "norm over median"), Element("th.number", "correlation left"),
                Element("th", "needed")],
            report.IgnoredFeatures.Select(feature => Element(
                "tr",
                Element("th", Attribute("scope", "row"), feature.Name ?? $"feature {feature.Index.ToString(CultureInfo.InvariantCulture)}"),
                Element("td.number", Figures.Any(feature.RelativeNorm)),
                Element("td.number", Figures.Any(feature.ResidualCorrelation)),
                Element("td", feature.IsNeeded ? "yes" : "no"))));

    private XElement? LatentTable() => report.Latents is not { } latents
        ? null
        : PageParts.SmallTable(
            "Latents",
            [Element("th.number", "latent"), Element("th.number", "variance of the mean"), Element("th.number", "KL, nats"),
                Element("th", "active")],
            latents.MeanVariance.Select((variance, index) => Element(
                "tr",
                Element("td.number", index.ToString(CultureInfo.InvariantCulture)),
                Element("td.number", Figures.Any(variance)),
                Element("td.number", Figures.Any(latents.KullbackLeibler[index])),
                Element("td", variance > latents.Threshold ? "yes" : "no"))));

    private static string Percent(double share) =>
        (double.IsFinite(share) ? Math.Clamp(share, 0, 1) * 100 : 0).ToString("F1", CultureInfo.InvariantCulture) + "%";
}
