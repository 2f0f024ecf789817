namespace Syre.Torch;

/// <summary>How an ensemble's members are, and how different.</summary>
public sealed record EnsembleReport
{
    /// <summary>The verdict on each member.</summary>
    public required IReadOnlyList<CollapseVerdict> Verdicts { get; init; }

    /// <summary>The member that the report is of, from 0: the first of those with the gravest verdict.</summary>
    public required int Shown { get; init; }

    /// <summary>
    /// How often two members choose different classes, a share of rows, or by how much their numbers differ, a root mean square in units of
    /// the label's standard deviation; the mean over all pairs. Members that never differ are one: averaging them gains nothing.
    /// </summary>
    public required double Disagreement { get; init; }
}
