namespace Syre.MLNet.Training;

/// <summary>What was measured on the validation rows.</summary>
/// <param name="Loss">Mean loss without label smoothing.</param>
/// <param name="Error">Share of wrong labels, or root mean squared error in the label's unit.</param>
internal sealed record ValidationResult(double Loss, double Error)
{
    /// <summary>Whether both are numbers; if not, the network has diverged.</summary>
    public bool IsFinite => double.IsFinite(Loss) && double.IsFinite(Error);
}
