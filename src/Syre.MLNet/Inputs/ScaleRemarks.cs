namespace Syre.MLNet.Inputs;

/// <summary>What users should know of the scales of features, which else would do their work in silence.</summary>
internal static class ScaleRemarks
{
    /// <summary>A change of spread by less than this is what other rows of the same source may show.</summary>
    private const float LargestRatio = 30;

    /// <summary>Beyond so many spreads from the earlier middle the bounded feature hardly changes any more.</summary>
    private const float LargestDistance = 5;

    /// <summary>Names features whose values differ by less than a float can scale up; null where there are none, or no scales.</summary>
    public static string? TooNarrow(FeatureScale[]? scales, FeatureNames names)
    {
        int[] found = Find(scales ?? [], feature => scales![feature].IsTooNarrow);
        return found.Length == 0
            ? null
            : $"The values of {found.Length} feature(s) are too near to each other to be scaled in single precision, by less than 3e-39, " +
              $"so that the network hardly tells them apart: {names.List(found)}. Multiply them, or take their logarithm, " +
              "before the trainer.";
    }

    /// <summary>Names features that are far from the scale of an earlier training; null where there are none.</summary>
    /// <param name="earlier">The scales that stay.</param>
    /// <param name="now">Those of the new rows.</param>
    /// <param name="names">What to call the features.</param>
    public static string? OutOfRange(FeatureScale[] earlier, FeatureScale[] now, FeatureNames names)
    {
        int[] moved = Find(earlier, feature => IsMoved(earlier[feature], now[feature]));
        if (moved.Length == 0)
            return null;
        (FeatureScale before, FeatureScale after) = (earlier[moved[0]], now[moved[0]]);
        string example = FormattableString.Invariant($"the first is scaled by (x − {before.Center:g4})·{before.Factor:g4}") +
            FormattableString.Invariant($", its new values ask for (x − {after.Center:g4})·{after.Factor:g4}");
        return $"The earlier model keeps its scale of the features, and the new values of {moved.Length} are far from it: " +
            $"{names.List(moved)} ({example}). It hardly tells them apart. Bring them to the earlier unit, " +
            "or train without an earlier model.";
    }

    private static bool IsMoved(FeatureScale earlier, FeatureScale now) => now.Factor != 0 &&
        (earlier.Factor == 0 || now.Factor > LargestRatio * earlier.Factor || now.Factor < earlier.Factor / LargestRatio
            || Math.Abs(((double)now.Center - earlier.Center) * earlier.Factor) > LargestDistance);

    private static int[] Find(FeatureScale[] scales, Func<int, bool> condition) => [.. Enumerable.Range(0, scales.Length).Where(condition)];
}
