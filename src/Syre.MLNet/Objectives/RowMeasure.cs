namespace Syre.MLNet.Objectives;

/// <summary>What a row's outputs are worth.</summary>
/// <param name="Loss">The loss without label smoothing.</param>
/// <param name="Error">0 or 1 for a right or a wrong class, or the squared error.</param>
/// <param name="Distance">The absolute error of numbers; 0 of classes.</param>
internal readonly record struct RowMeasure(double Loss, double Error, double Distance = 0)
{
    /// <summary>That of numbers.</summary>
    public static RowMeasure OfNumbers(ReadOnlySpan<float> outputs, ReadOnlySpan<float> target)
    {
        double squares = 0, distances = 0;
        for (int i = 0; i < outputs.Length; i++)
        {
            double distance = (double)outputs[i] - target[i];
            (squares, distances) = (squares + distance * distance, distances + Math.Abs(distance));
        }
        return new(squares / outputs.Length, squares / outputs.Length, distances / outputs.Length);
    }
}
