namespace Syre.MLNet.Tests.Conformance;

public sealed class BinaryPrediction : IPrediction
{
    public bool PredictedLabel { get; set; }

    public float Score { get; set; }

    public float Probability { get; set; }

    public float[] ToNumbers() => [PredictedLabel ? 1 : 0, Score, Probability];
}
