namespace Syre.Studies.Texts;

/// <summary>How good and how long the fits of one arm on one set were; of all less is better.</summary>
/// <param name="Error">1 − accuracy.</param>
/// <param name="LogLoss">Log-loss in nats.</param>
/// <param name="Seconds">Time of all its fits.</param>
internal sealed record TextResult(double Error, double LogLoss, double Seconds)
{
    /// <summary>The mean over seeds.</summary>
    public static TextResult Mean(IReadOnlyCollection<TextResult> results) =>
        new(results.Average(one => one.Error), results.Average(one => one.LogLoss), results.Average(one => one.Seconds));
}
