namespace Syre.MLNet.Objectives;

/// <summary>How badly labels may go with predictions so that a share of new rows does not go worse (Vovk et al. 2005).</summary>
internal static class ConformalQuantile
{
    /// <summary>Sums of so many weights are not told apart from what is wanted.</summary>
    private const double Tolerance = 1e-9;

    /// <summary>
    /// The least value that weighs, with all below it, ⌈(n + 1) · coverage⌉ of n rows; +∞ where that is more than there are. Of rows that
    /// weigh differently: coverage · (1 + 1/m) of all weights, where m = (Σw)²/Σw² is their effective number.
    /// </summary>
    /// <param name="misfits">A value a row.</param>
    /// <param name="weights">A weight a row, above 0.</param>
    /// <param name="coverage">The share, in (0, 1).</param>
    public static double Of(double[] misfits, double[] weights, double coverage)
    {
        double all = weights.Sum(), wanted = coverage * (1 + 1 / EffectiveRows(weights)) * all;
        if (!IsEnough(weights, coverage))
            return double.PositiveInfinity;
        double reached = 0;
        foreach (int row in Enumerable.Range(0, misfits.Length).OrderBy(row => misfits[row]))
        {
            reached += weights[row];
            if (reached >= wanted - Tolerance * all)
                return misfits[row];
        }
        return misfits.Max();
    }

    /// <summary>Whether there are rows enough for a number.</summary>
    public static bool IsEnough(double[] weights, double coverage) =>
        weights.Length > 0 && coverage * (1 + 1 / EffectiveRows(weights)) <= 1 + Tolerance;

    /// <summary>Rows of one weight that would be enough.</summary>
    public static int RowsNeeded(double coverage) => (int)Math.Ceiling(coverage / (1 - coverage + Tolerance));

    /// <summary>How many rows of one weight tell as much (Kish 1965).</summary>
    public static double EffectiveRows(double[] weights)
    {
        double sum = weights.Sum();
        return sum * sum / weights.Sum(weight => weight * weight);
    }
}
