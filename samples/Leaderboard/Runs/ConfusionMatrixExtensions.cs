using Microsoft.ML.Data;

namespace Leaderboard.Runs;

/// <summary>A measure that ML.NET lacks.</summary>
internal static class ConfusionMatrixExtensions
{
    /// <summary>
    /// The mean over the classes of the harmonic mean of precision and recall. Rare classes count as much as others.
    /// </summary>
    public static double MacroF1(this ConfusionMatrix matrix) => matrix.PerClassPrecision
        .Zip(matrix.PerClassRecall, (precision, recall) => precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0)
        .Average();
}
