namespace Syre.MLNet.Tests.Conformance;

public sealed class MulticlassPrediction : IPrediction
{
    public uint PredictedLabel { get; set; }

    public float[] Score { get; set; } = [];

    public float[] ToNumbers() => [PredictedLabel, .. Score];
}
