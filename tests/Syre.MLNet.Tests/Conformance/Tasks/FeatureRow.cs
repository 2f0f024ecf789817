using Microsoft.ML.Data;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>What a user predicts from: features and no label.</summary>
public sealed class FeatureRow
{
    [VectorType(4)]
    public float[] Features { get; set; } = [];
}
