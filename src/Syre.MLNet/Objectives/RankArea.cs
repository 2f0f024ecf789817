namespace Syre.MLNet.Objectives;

/// <summary>The area under the receiver operating characteristic.</summary>
internal static class RankArea
{
    /// <summary>
    /// How often a row of the positive class has the larger score of two rows of both classes, drawn by their weights; of equal scores
    /// half.
    /// </summary>
    /// <param name="scores">Scores.</param>
    /// <param name="labels">1 for the positive class, 0 for the other.</param>
    /// <param name="weights">A weight of each row; empty for ones.</param>
    /// <returns>From 0 to 1; NaN where a class has no weight.</returns>
    public static double Of(ReadOnlySpan<float> scores, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights)
    {
        float[] sorted = scores.ToArray();
        int[] rows = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, rows);
        double negative = 0, positive = 0, pairs = 0;
        for (int i = 0, end; i < sorted.Length; i = end)
        {
            double negativeHere = 0, positiveHere = 0;
            for (end = i; end < sorted.Length && sorted[end].Equals(sorted[i]); end++)
            {
                double weight = weights.IsEmpty ? 1 : weights[rows[end]];
                if (labels[rows[end]] > 0.5f)
                    positiveHere += weight;
                else
                    negativeHere += weight;
            }
            pairs += positiveHere * (negative + negativeHere / 2);
            (negative, positive) = (negative + negativeHere, positive + positiveHere);
        }
        return pairs / (negative * positive);
    }
}
