namespace Syre.MLNet.Tests.Conformance;

public sealed class RegressionPrediction : IPrediction
{
    public float Score { get; set; }

    public float[] ToNumbers() => [Score];
}
