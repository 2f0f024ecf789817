using System.Text.Json.Nodes;

namespace ScoringService.Endpoints;

/// <summary>The verdict of a collapse report, which is that of its gravest finding.</summary>
internal static class ReportVerdict
{
    private static readonly string[] s_rising = ["healthy", "reduced", "collapsed"];

    /// <summary>The gravest of several reports; null for none.</summary>
    public static string? Gravest(IEnumerable<JsonObject> reports) =>
        reports.SelectMany(report => report["findings"]?.AsArray().Select(finding => (string)finding!["verdict"]!) ?? [])
            .Concat(reports.Select(_ => s_rising[0]))
            .MaxBy(verdict => Array.IndexOf(s_rising, verdict));
}
