using Syre.Torch;

namespace Syre.Studies.Thresholds;

/// <summary>Chooses thresholds one after the other, again and again, until none changes.</summary>
internal static class ThresholdChoice
{
    private const int MostRounds = 5;

    /// <summary>
    /// The best thresholds of some cases; of equally good values the nearest to the one before is taken, so
    /// that no threshold moves by chance.
    /// </summary>
    public static CollapseThresholds Choose(IReadOnlyCollection<StudyCase> cases)
    {
        var chosen = new CollapseThresholds();
        for (int round = 0; round < MostRounds; round++)
        {
            CollapseThresholds before = chosen;
            foreach (Candidate candidate in Candidate.All)
                chosen = Best(cases, candidate, chosen);
            if (chosen == before)
                break;
        }
        return chosen;
    }

    private static CollapseThresholds Best(IReadOnlyCollection<StudyCase> cases, Candidate candidate, CollapseThresholds current)
    {
        double now = candidate.Get(current);
        return candidate.Values.Append(now)
            .Select(value => candidate.Set(current, value))
            .MinBy(
                thresholds => (Rates.Of(cases, thresholds).Order, Math.Abs(Math.Log((candidate.Get(thresholds) + 1e-3) / (now + 1e-3)))))!;
    }
}
