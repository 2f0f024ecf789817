using System.Xml;
using System.Xml.Linq;

namespace Syre.Reporting.Html;

/// <summary>Elements of HTML, built as XML, so that whatever is in a name is encoded and every element is closed.</summary>
internal static class Markup
{
    private static readonly HashSet<string> s_void = ["meta", "br", "hr", "img"];

    /// <summary>An element.</summary>
    /// <param name="name">Its name, and after dots its classes, as a selector of CSS has them.</param>
    /// <param name="content">Texts, elements, attributes, sequences of these; null is left out.</param>
    public static XElement Element(string name, params object?[] content)
    {
        string[] parts = name.Split('.');
        return new XElement(parts[0], parts.Length > 1 ? new XAttribute("class", string.Join(' ', parts.Skip(1))) : null,
            content.Select(Clean));
    }

    /// <summary>An attribute.</summary>
    public static XAttribute Attribute(string name, string value) => new(name, Clean(value)!);

    /// <summary>A whole page.</summary>
    public static string Page(XElement html)
    {
        // <div/> would open an element that is never closed.
        foreach (XElement element in html.Descendants().Where(element => element.IsEmpty && !s_void.Contains(element.Name.LocalName)))
            element.Value = "";
        return "<!doctype html>\n" + html.ToString(SaveOptions.DisableFormatting) + "\n";
    }

    // XML knows no control characters; neither does a reader.
    private static object? Clean(object? content) =>
        content is string text ? string.Concat(text.Select((character, index) => IsWritable(text, index) ? character : '\uFFFD')) : content;

    private static bool IsWritable(string text, int index) =>
        XmlConvert.IsXmlChar(text[index])
        || (index + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[index + 1], text[index]))
        || (index > 0 && XmlConvert.IsXmlSurrogatePair(text[index], text[index - 1]));
}
