namespace Syre.MLNet.Training;

/// <summary>What was measured on the validation rows, by their weights.</summary>
/// <param name="Loss">Mean loss without label smoothing, of logits divided by the temperature.</param>
/// <param name="Error">Share of wrong labels, or root mean squared error in the label's unit.</param>
/// <param name="Choosing">What epochs are chosen by: the lower the better.</param>
/// <param name="Temperature">What the logits are divided by; 1 where they are not calibrated.</param>
internal sealed record ValidationResult(double Loss, double Error, double Choosing, double Temperature)
{
    /// <summary>Whether both are numbers; if not, the network has diverged.</summary>
    public bool IsFinite => double.IsFinite(Loss) && double.IsFinite(Error);
}
