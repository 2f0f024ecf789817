using System.Globalization;
using System.Xml.Linq;
using Syre.Torch;
using static Syre.Reporting.Html.Markup;

namespace Syre.Reporting.Html;

/// <summary>What a page says of a model besides its collapse report.</summary>
internal static class ModelSections
{
    private const int MostColumns = 30;

    /// <summary>The sections.</summary>
    public static IEnumerable<XElement?> Of(ModelDescription model)
    {
        yield return PageParts.Section("What the model is", Element("dl", model.Facts.SelectMany(fact => new[]
        {
            Element("dt", fact.Key), Element("dd.fact", fact.Value),
        })));
        foreach (DescribedColumns columns in model.Columns)
            yield return PageParts.Section(columns.Title, Element("p", columns.Explanation), Bars(columns));
    }

    private static XElement Bars(DescribedColumns columns)
    {
        double largest = columns.Values.Select(column => Math.Abs(column.Value)).Where(double.IsFinite).DefaultIfEmpty(0).Max();
        string format = Figures.Column(columns.Values.Select(column => column.Value));
        XElement[] none = [];
        bool hasErrors = columns.Values.Any(column => double.IsFinite(column.Error));
        XElement table = PageParts.Table(
            columns.Title,
            [Element("th", "column"), Element("th", ""), Element("th.number", "by"), .. hasErrors ? [Element("th.number", "±")] : none],
            columns.Values.Take(MostColumns).Select(column => Element(
                "tr",
                Element("th", Attribute("scope", "row"), column.Name.Length > 0 ? column.Name : Figures.Missing),
                Element("td.bar", Element(
                    column.Value < 0 ? "span.filled.negative" : "span.filled",
                    Attribute("style", $"width:{Percent(largest > 0 ? Math.Abs(column.Value) / largest : 0)}"))),
                Element("td.number", Number(column.Value)),
                hasErrors ? Element("td.number", Number(column.Error)) : null)));
        table.Element("table")!.SetAttributeValue("class", "bars");
        if (columns.Values.Count > MostColumns)
            table.Add(Element("p.note", $"And {Figures.Count(columns.Values.Count - MostColumns)} more, of less importance."));
        return table;

        string Number(double value) => double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : Figures.Missing;
    }

    private static string Percent(double share) =>
        (double.IsFinite(share) ? share * 100 : 0).ToString("F1", CultureInfo.InvariantCulture) + "%";
}
