using Microsoft.ML.Data;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>What a user predicts from whose table has columns that are named as a trainer's, among others.</summary>
public sealed class ShadowedRow
{
    public float Score { get; set; } = -1;

    public string PredictedLabel { get; set; } = "none";

    public float Age { get; set; } = 40;

    [VectorType(4)]
    public float[] Features { get; set; } = [];

    public double Probability { get; set; } = 7;

    [VectorType(2)]
    public float[] Collapse { get; set; } = [5, 6];

    public float Spend { get; set; } = 1000;
}
