using Syre.Torch;

namespace Syre.MLNet;

/// <summary>A trained network has collapsed, and <see cref="CollapsePolicy.Throw"/> asked not to get such a model.</summary>
public sealed class CollapseException : Exception
{
    /// <summary>An exception for what a report found.</summary>
    /// <param name="report">The report.</param>
    public CollapseException(CollapseReport report)
        : base(
            $"The trained network is {report.Verdict.ToString().ToLowerInvariant()}: {string.Join(" ", report.Findings.Select(finding => finding.Sentence))} " +
            $"The report of this exception tells more; to get the model all the same, set {nameof(CollapseOptions)}.{nameof(CollapseOptions.Policy)} " +
            $"to {nameof(CollapsePolicy.Warn)}.") => Report = report;

    /// <summary>The report.</summary>
    public CollapseReport Report { get; }
}
