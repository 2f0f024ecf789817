namespace Syre.Studies.Arms;

/// <summary>How good and how long the fits of one arm on one table were, over the seeds; of all measures less is better.</summary>
/// <param name="Error">1 − accuracy of classes; NaN of numbers.</param>
/// <param name="Area">1 − AUC of two classes; NaN of others.</param>
/// <param name="LogLoss">Log-loss of classes; NaN of numbers.</param>
/// <param name="Rmse">Root mean squared error of numbers; NaN of classes.</param>
/// <param name="Mae">Mean absolute error of numbers; NaN of classes.</param>
/// <param name="Seconds">Time of the fit.</param>
/// <param name="Epochs">Epochs done.</param>
internal sealed record ArmResult(double Error, double Area, double LogLoss, double Rmse, double Mae, double Seconds, double Epochs)
{
    /// <summary>The mean over seeds.</summary>
    public static ArmResult Mean(IReadOnlyCollection<ArmResult> results) => new(
        results.Average(one => one.Error), results.Average(one => one.Area), results.Average(one => one.LogLoss),
        results.Average(one => one.Rmse), results.Average(one => one.Mae), results.Average(one => one.Seconds),
        results.Average(one => one.Epochs));
}
