using Syre.Torch;

namespace Syre.Studies.Thresholds;

/// <summary>A trained network as it was measured.</summary>
/// <param name="Recipe">How it was trained.</param>
/// <param name="Seed">With which seed.</param>
/// <param name="Report">Its measures, without findings; its evidence is the training loss alone.</param>
/// <param name="Errors">The error of each held-out row.</param>
internal sealed record Outcome(Recipe Recipe, int Seed, CollapseReport Report, double[] Errors)
{
    /// <summary>The rows that tell the truth.</summary>
    public double[] TruthErrors => [.. Errors.Where((_, row) => row % 2 == 0)];

    /// <summary>The rows that the judge may see.</summary>
    public double[] EvidenceErrors => [.. Errors.Where((_, row) => row % 2 == 1)];
}
