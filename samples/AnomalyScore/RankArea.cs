namespace AnomalyScoreSample;

/// <summary>The area under the ROC curve.</summary>
internal static class RankArea
{
    /// <summary>
    /// The share of pairs of a strange and an ordinary row in which the strange one has the larger number; ties count half.
    /// </summary>
    /// <param name="scores">The numbers.</param>
    /// <param name="strange">Which rows are strange.</param>
    public static double Of(IReadOnlyList<float> scores, IReadOnlyList<bool> strange)
    {
        double ranks = 0;
        int seen = 0, positives = 0;
        foreach (var ties in Enumerable.Range(0, scores.Count).GroupBy(row => scores[row]).OrderBy(group => group.Key))
        {
            int count = ties.Count(), here = ties.Count(row => strange[row]);
            ranks += here * (seen + (count + 1) / 2.0);
            (seen, positives) = (seen + count, positives + here);
        }
        return (ranks - positives * (positives + 1) / 2.0) / ((double)positives * (scores.Count - positives));
    }
}
