using Syre.Reporting.Html;
using Syre.Torch;

namespace Syre.Reporting;

/// <summary>
/// Reports as one self-contained HTML page each: verdict, table, pictures, findings with their thresholds, a glossary. A page needs no
/// network, no script and no fonts, follows the reader's light or dark mode, and fits phones.
/// </summary>
public static class CollapsePage
{
    /// <summary>The report as a page of HTML.</summary>
    /// <param name="report">The report.</param>
    public static string ToHtml(this CollapseReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new ReportPage(report).Write();
    }

    /// <summary>Saves <see cref="ToHtml(CollapseReport)"/>, as UTF-8.</summary>
    /// <param name="report">The report.</param>
    /// <param name="path">The file; it is replaced if it exists.</param>
    public static void SaveHtml(this CollapseReport report, string path) => File.WriteAllText(path, report.ToHtml());

    /// <summary>The model as a page of HTML: what it is, what its predictions go by, what was found and what to do, and its report.
    /// </summary>
    /// <param name="model">The model, as <c>Describe</c> of <c>Syre.MLNet</c> gives it.</param>
    public static string ToHtml(this ModelDescription model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new ReportPage(model.Report, model).Write();
    }

    /// <summary>Saves <see cref="ToHtml(ModelDescription)"/>, as UTF-8.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file; it is replaced if it exists.</param>
    public static void SaveHtml(this ModelDescription model, string path) => File.WriteAllText(path, model.ToHtml());

    /// <summary>The comparison as a page of HTML, with the spectra and curves of both arms in the same pictures.</summary>
    /// <param name="comparison">The comparison.</param>
    public static string ToHtml(this CollapseComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        return new ComparisonPage(comparison).Write();
    }

    /// <summary>Saves <see cref="ToHtml(CollapseComparison)"/>, as UTF-8.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="path">The file; it is replaced if it exists.</param>
    public static void SaveHtml(this CollapseComparison comparison, string path) => File.WriteAllText(path, comparison.ToHtml());

    /// <summary>The plasticity report as a page of HTML: verdict, what to do, the losses of both networks, and their layers.</summary>
    /// <param name="report">The report.</param>
    public static string ToHtml(this PlasticityReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new PlasticityPage(report).Write();
    }

    /// <summary>Saves <see cref="ToHtml(PlasticityReport)"/>, as UTF-8.</summary>
    /// <param name="report">The report.</param>
    /// <param name="path">The file; it is replaced if it exists.</param>
    public static void SaveHtml(this PlasticityReport report, string path) => File.WriteAllText(path, report.ToHtml());
}
