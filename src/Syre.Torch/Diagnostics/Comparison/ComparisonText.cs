using System.Text;
using Syre.Torch.Diagnostics.Text;

namespace Syre.Torch.Diagnostics.Comparison;

/// <summary>Writes a comparison for people.</summary>
internal static class ComparisonText
{
    /// <summary>What stands for the whole in the column of layers.</summary>
    public const string Whole = "all";

    /// <summary>What differences read as where all runs lie apart, and chance does that with so few.</summary>
    public const string TooFew = "apart, too few runs";

    /// <summary>Plain text.</summary>
    public static string Plain(CollapseComparison comparison)
    {
        var text = new StringBuilder();
        text.Append($"{comparison.Name} against {comparison.OtherName}\n\n");
        Table(comparison).WriteAligned(text);
        text.Append('\n');
        foreach (string remark in comparison.Remarks)
            text.Append(remark).Append('\n');
        return text.ToString().TrimEnd();
    }

    /// <summary>Markdown.</summary>
    public static string Markdown(CollapseComparison comparison)
    {
        var text = new StringBuilder();
        text.Append($"### {MarkdownText.Escape(comparison.Name)} against {MarkdownText.Escape(comparison.OtherName)}\n\n");
        Table(comparison).WriteMarkdown(text);
        text.Append('\n');
        foreach (string remark in comparison.Remarks)
            text.Append($"- {MarkdownText.Escape(remark)}\n");
        return text.ToString();
    }

    /// <summary>One row a difference.</summary>
    public static TextTable Table(CollapseComparison comparison)
    {
        var table = new TextTable([0, 1, 6], "layer", "measure", comparison.Name, comparison.OtherName, "difference", "noise", "reads as");
        foreach (MeasureDifference difference in comparison.Differences)
        {
            ComparedMeasure measure = ComparedMeasure.ByName(difference.Measure);
            table.Add(
                difference.Layer ?? Whole,
                measure.Title,
                measure.Write(difference.Value),
                measure.Write(difference.OtherValue),
                Figures.Signed(difference.Difference, measure.Write),
                "±" + measure.Write(difference.Margin),
                difference.IsNoise ? difference.IsSeparated ? TooFew : "noise" : "more than noise");
        }
        return table;
    }
}
