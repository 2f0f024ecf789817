namespace Syre.MLNet.Objectives;

/// <summary>What a row's outputs are worth.</summary>
/// <param name="Loss">The loss without label smoothing.</param>
/// <param name="Error">0 or 1 for a right or a wrong class, or the squared error.</param>
/// <param name="Distance">The absolute error of numbers; 0 of classes.</param>
internal readonly record struct RowMeasure(double Loss, double Error, double Distance = 0)
{
    /// <summary>That of numbers.</summary>
    /// <param name="outputs">The outputs.</param>
    /// <param name="target">What they should be.</param>
    /// <param name="factors">What the errors of each, but not the loss, are multiplied by; empty for 1.</param>
    public static RowMeasure OfNumbers(
        ReadOnlySpan<float> outputs, ReadOnlySpan<float> target, ReadOnlySpan<double> factors = default)
    {
        double loss = 0, squares = 0, distances = 0;
        for (int i = 0; i < outputs.Length; i++)
        {
            double distance = (double)outputs[i] - target[i], error = factors.IsEmpty ? distance : distance * factors[i];
            (loss, squares, distances) = (loss + distance * distance, squares + error * error, distances + Math.Abs(error));
        }
        return new(loss / outputs.Length, squares / outputs.Length, distances / outputs.Length);
    }
}
