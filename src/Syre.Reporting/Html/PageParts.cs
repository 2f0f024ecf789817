using System.Globalization;
using System.Xml.Linq;
using Syre.Reporting.Pictures;
using Syre.Torch;
using static Syre.Reporting.Html.Markup;

namespace Syre.Reporting.Html;

/// <summary>What pages of reports and of comparisons are made of.</summary>
internal sealed class PageParts
{
    private int _pictures;

    /// <summary>The page around its sections.</summary>
    public static string Page(string title, params object?[] body) => Markup.Page(Element(
        "html",
        Attribute("lang", "en"),
        Element(
            "head",
            Element("meta", Attribute("charset", "utf-8")),
            Element("meta", Attribute("name", "viewport"), Attribute("content", "width=device-width, initial-scale=1")),
            Element("meta", Attribute("name", "color-scheme"), Attribute("content", "light dark")),
            Element("title", title),
            Element("style", Resources.ReadText("page.css"))),
        Element("body", Element("main", body), Element("footer", $"Written by Syre.Reporting {Version()}. Rank is not accuracy."))));

    /// <summary>A section with its heading; null without content.</summary>
    public static XElement? Section(string heading, params object?[] content) =>
        content.All(part => part is null || part is IEnumerable<object?> sequence && part is not XElement && !sequence.Any())
            ? null
            : Element("section", Element("h2", heading), content);

    /// <summary>A verdict as a sign with its word, so that colour is not needed.</summary>
    public static XElement Badge(CollapseVerdict verdict) => Element(
        $"span.badge.{Class(verdict)}", Element("span.sign", Attribute("aria-hidden", "true"), Sign(verdict)), Figures.Word(verdict));

    /// <summary>The banner with the verdict in one sentence.</summary>
    public static XElement Banner(CollapseVerdict verdict, string sentence) => Banner(verdict, Title(verdict), sentence);

    /// <summary>The same with a word of its own.</summary>
    public static XElement Banner(CollapseVerdict verdict, string title, string sentence) => Element(
        $"div.banner.{Class(verdict)}",
        Element("span.sign", Attribute("aria-hidden", "true"), Sign(verdict)),
        Element("p", Element("strong", title), " ", sentence));

    /// <summary>A verdict as a class of the style sheet.</summary>
    private static string Class(CollapseVerdict verdict) => verdict.ToString().ToLowerInvariant();

    /// <summary>A picture with its caption.</summary>
    public XElement? Figure(Picture? picture, string caption, string? detail = null) => picture is null
        ? null
        : Element(
            "figure",
            Element("figcaption", Element("strong", caption), detail is null ? null : Element("span", detail)),
            SvgDocument.OfPage(picture.DrawSvg(), picture.Description, $"p{_pictures++}-"));

    /// <summary>Pictures beside each other, as many as fit; null for none.</summary>
    public static XElement? Gallery(IEnumerable<XElement?> figures) =>
        figures.OfType<XElement>().ToArray() is { Length: > 0 } all ? Element("div.figures", all) : null;

    /// <summary>Explains the lines of the pictures that follow.</summary>
    public static XElement Legend(IEnumerable<(string Name, Ink Ink, bool Dashed)> lines) => Element(
        "ul.legend",
        lines.Select(line => Element(
            "li", Element(line.Dashed ? "span.line.dashed" : "span.line", Attribute("style", $"border-color:var({line.Ink.Variable})")),
            line.Name)));

    /// <summary>The terms, each with what it means and where it is from.</summary>
    public static XElement GlossarySection(IEnumerable<(string Term, string Meaning)> terms) => Element(
        "section",
        Element("h2", "What the terms mean"),
        Element("dl", terms.SelectMany(entry => new[] { Element("dt", entry.Term), Element("dd", entry.Meaning) })));

    /// <summary>A table that scrolls in its own frame where it is wider than the screen.</summary>
    public static XElement Table(string caption, IEnumerable<XElement> headings, IEnumerable<XElement> rows) => Element(
        "div.scroll",
        Attribute("tabindex", "0"),
        Attribute("role", "region"),
        Attribute("aria-label", caption),
        Element("table", Element("thead", Element("tr", headings)), Element("tbody", rows)));

    /// <summary>The headings of a table, those of texts to the left.</summary>
    public static IEnumerable<XElement> Headings(TextTable table) =>
        table.Headings.Select((heading, column) => Element(table.IsText(column) ? "th" : "th.number", heading));

    /// <summary>A table of a few columns, no wider than they are.</summary>
    public static XElement SmallTable(string caption, IEnumerable<XElement> headings, IEnumerable<XElement> rows)
    {
        XElement frame = Table(caption, headings, rows);
        frame.Element("table")!.SetAttributeValue("class", "small");
        return frame;
    }

    private static string Title(CollapseVerdict verdict) => Figures.Title(verdict) + ":";

    private static string Sign(CollapseVerdict verdict) => verdict switch
    {
        CollapseVerdict.NotJudged => "?",
        CollapseVerdict.Healthy => "✓",
        CollapseVerdict.Reduced => "!",
        _ => "×",
    };

    private static string Version() => typeof(PageParts).Assembly.GetName().Version!.ToString(3).ToString(CultureInfo.InvariantCulture);
}
