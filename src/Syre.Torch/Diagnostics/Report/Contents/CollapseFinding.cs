namespace Syre.Torch;

/// <summary>One thing found.</summary>
/// <param name="Verdict">How grave it is.</param>
/// <param name="Layer">The layer's name; null where it concerns the whole.</param>
/// <param name="Measure">Name of the measure that crossed its threshold, as the thresholds name it.</param>
/// <param name="Value">Its value.</param>
/// <param name="Threshold">Its threshold.</param>
/// <param name="Sentence">All of it in one sentence.</param>
public sealed record CollapseFinding(
    CollapseVerdict Verdict, string? Layer, string Measure, double Value, double Threshold, string Sentence);
