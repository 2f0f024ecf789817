using Syre.Torch.Diagnostics.Comparison;

namespace Syre.Torch;

/// <summary>A loss over another, as a geometric mean over runs with its interval.</summary>
/// <param name="Mean">The ratio; above 1 where the network that was trained before has the larger loss.</param>
/// <param name="Low">Lower end of the 95 % interval; NaN of one run.</param>
/// <param name="High">Upper end of it.</param>
public readonly record struct LossRatio(double Mean, double Low, double High)
{
    private const double Confidence = 0.95;

    /// <summary>The mean of ratios, by Student's t of their logarithms; NaN where one is no number above 0.</summary>
    internal static LossRatio Of(IReadOnlyList<double> ratios)
    {
        double[] logs = [.. ratios.Select(ratio => ratio > 0 ? Math.Log(ratio) : double.NaN)];
        if (logs.Length == 0 || !logs.All(double.IsFinite))
            return new(double.NaN, double.NaN, double.NaN);
        double mean = logs.Average(), margin = RunSpread.Margin(logs, Confidence);
        return new(Math.Exp(mean), Math.Exp(mean - margin), Math.Exp(mean + margin));
    }

    /// <summary>The ratio with its interval: <c>1.24 (1.18-1.30)</c>.</summary>
    public override string ToString() =>
        double.IsNaN(Low) ? Figures.Ratio(Mean) : $"{Figures.Ratio(Mean)} ({Figures.Ratio(Low)}-{Figures.Ratio(High)})";
}
