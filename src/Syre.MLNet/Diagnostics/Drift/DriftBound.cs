namespace Syre.MLNet.Diagnostics.Drift;

/// <summary>How far two samples of one source differ by chance.</summary>
internal static class DriftBound
{
    /// <summary>
    /// Two independent samples of n and m rows have P(sup |Fₙ − Gₘ| > ε) ≤ e·exp(−2ε²·nm/(n + m)), whatever the distribution, ties
    /// included: the inequality of Dvoretzky, Kiefer, Wolfowitz and Massart for two samples, with the constant of Wei and Dudley (2012).
    /// Shared evenly among the slots.
    /// </summary>
    /// <param name="rows">Rows seen.</param>
    /// <param name="profileRows">Rows of the profile.</param>
    /// <param name="slots">Slots looked at.</param>
    /// <param name="rate">Largest probability of a larger difference in any slot.</param>
    /// <returns>ε; at most 1, which nothing exceeds, as where one of the samples is empty.</returns>
    public static double Noise(long rows, long profileRows, int slots, double rate) => rows == 0 || profileRows == 0
        ? 1
        : Math.Min(1, Math.Sqrt((1 + Math.Log(slots / rate)) / 2 * (1.0 / rows + 1.0 / profileRows)));
}
