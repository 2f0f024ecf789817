using Syre.Torch;

namespace CollapseReportSample;

/// <summary>Says in one paragraph what changed, from the numbers.</summary>
internal static class Paragraph
{
    public static string Of(Arm with, Arm without, CollapseComparison comparison)
    {
        LayerReport last = with.Reports[0].Layers[^1], lastWithout = without.Reports[0].Layers[^1];
        int real = comparison.Differences.Count(difference => !difference.IsNoise);
        double gain = with.Accuracies.Average() - without.Accuracies.Average();
        string accuracy =
            $"Test accuracy went from {Range(without.Accuracies)} without syre to {Range(with.Accuracies)} with it" +
            (with.Accuracies.Min() > without.Accuracies.Max()
                ? ", every seed above every other."
                : ", and the seeds overlap: no claim can be made.");
        string rank =
            $"Of the {lastWithout.Width} units of {last.Name}, " +
            $"{lastWithout.Measured.Units.DuplicateShare:p0} only repeat others without syre and {last.Measured.Units.DuplicateShare:p0} " +
            $"with it; its effective rank is {lastWithout.Measured.Centred.EffectiveRank:f0} against " +
            $"{last.Measured.Centred.EffectiveRank:f0}, where a random network has {last.Baseline!.Centred.EffectiveRank:f0}.";
        string caution = gain > 0
            ? "Both networks had the same data, steps and strength of decay; only the point that decay pulls to differs. " +
              "At the default decay, a 400th of this, neither collapses and no difference can be told."
            : "Under this decay syre did not help; the ranks alone are no merit.";
        return $"{accuracy} {rank} {real} of {comparison.Differences.Count} compared measures differ by more than noise. {caution}";
    }

    private static string Range(IReadOnlyList<double> values) => $"{values.Min():f3}–{values.Max():f3}";
}
