using System.Globalization;
using System.Xml.Linq;

namespace Syre.Reporting.Pictures;

/// <summary>
/// Makes of the SVG that Skia writes one for readers: Skia places every letter for the font that it knows, which looks torn in any other;
/// here texts are anchored as wholes and take the font of the page, and colours can be those of the page.
/// </summary>
internal static class SvgDocument
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";
    private static readonly XName s_link = XNamespace.Get("http://www.w3.org/1999/xlink") + "href";
    private static readonly Dictionary<string, Ink> s_inks = Ink.All.ToDictionary(ink => ink.Hex, StringComparer.OrdinalIgnoreCase);

    /// <summary>A picture in a file of its own.</summary>
    public static XElement OfFile(string drawn, string description)
    {
        XElement svg = Adapt(drawn, description, prefix: "");
        svg.SetAttributeValue("font-family", "system-ui, 'Segoe UI', Helvetica, Arial, sans-serif");
        svg.AddFirst(new XElement(s_svg + "rect", new XAttribute("width", "100%"), new XAttribute("height", "100%"),
            new XAttribute("fill", "#FFFFFF")));
        return svg;
    }

    /// <summary>A picture inside a page.</summary>
    /// <param name="drawn">What Skia wrote.</param>
    /// <param name="description">What it shows.</param>
    /// <param name="prefix">A prefix of ids, different for each picture of the page.</param>
    public static XElement OfPage(string drawn, string description, string prefix)
    {
        XElement svg = Adapt(drawn, description, prefix);
        svg.SetAttributeValue("width", null);
        svg.SetAttributeValue("height", null);
        foreach (XElement element in svg.DescendantsAndSelf())
            UsePageColours(element);
        return svg;
    }

    private static XElement Adapt(string drawn, string description, string prefix)
    {
        XElement svg = XElement.Parse(drawn);
        svg.SetAttributeValue("viewBox", $"0 0 {svg.Attribute("width")!.Value} {svg.Attribute("height")!.Value}");
        svg.SetAttributeValue("role", "img");
        svg.SetAttributeValue("aria-label", description);
        // The ground, which is transparent and left without a colour, would be black.
        svg.Elements(s_svg + "rect").Where(ground => ground.Attribute("fill") is null).Remove();
        foreach (XElement text in svg.Descendants(s_svg + "text").ToList())
            Anchor(text);
        RenameIds(svg, prefix);
        foreach (XElement image in svg.Descendants(s_svg + "image"))
            image.SetAttributeValue("style", "image-rendering:pixelated");
        return svg;
    }

    private static void Anchor(XElement text)
    {
        double[] x = Numbers(text.Attribute("x"));
        double[] y = Numbers(text.Attribute("y"));
        double size = double.Parse(text.Attribute("font-size")!.Value, CultureInfo.InvariantCulture);
        // ScottPlot moves the origin to the point that a text is aligned to: where its letters lie around it tells how.
        double end = x.Length == 0 ? 0 : x[^1] + 0.6 * size;
        string anchor = x.Length == 0 || x[0] > -0.2 * size ? "start" : end > 0.45 * -x[0] ? "middle" : "end";
        text.Value = text.Value.Trim();
        text.SetAttributeValue("x", anchor == "start" && x.Length > 0 ? x[0] : 0);
        text.SetAttributeValue("y", y.FirstOrDefault());
        text.SetAttributeValue("text-anchor", anchor);
        text.SetAttributeValue("font-family", null);
    }

    private static double[] Numbers(XAttribute? list) => list is null
        ? []
        : [.. list.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(number => double.Parse(number, CultureInfo.InvariantCulture))];

    /// <summary>Skia counts ids on from picture to picture; here they begin anew, so that the same report gives the same page.</summary>
    private static void RenameIds(XElement svg, string prefix)
    {
        Dictionary<string, string> names = svg.Descendants().Attributes("id")
            .Select((id, number) => (id.Value, Name: $"{prefix}{number}"))
            .ToDictionary(pair => pair.Value, pair => pair.Name);
        foreach (XElement element in svg.Descendants())
        {
            Rename(element.Attribute("id"), "{0}");
            Rename(element.Attribute("clip-path"), "url(#{0})");
            Rename(element.Attribute(s_link), "#{0}");
        }

        void Rename(XAttribute? attribute, string form)
        {
            if (attribute is not null && names.FirstOrDefault(
                name => attribute.Value == string.Format(CultureInfo.InvariantCulture, form, name.Key)) is { Value: { } renamed })
            {
                attribute.Value = string.Format(CultureInfo.InvariantCulture, form, renamed);
            }
        }
    }

    private static void UsePageColours(XElement element)
    {
        List<string> style = [];
        foreach (string name in (string[])["fill", "stroke"])
        {
            if (element.Attribute(name) is { } attribute && s_inks.TryGetValue(attribute.Value, out Ink? ink))
            {
                style.Add($"{name}:var({ink.Variable})");
                attribute.Remove();
            }
        }
        if (style.Count > 0)
            element.SetAttributeValue("style", string.Join(';', style));
    }
}
