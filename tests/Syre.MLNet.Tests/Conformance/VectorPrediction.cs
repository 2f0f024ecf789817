using Microsoft.ML.Data;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>What a user receives from a featurizer.</summary>
public sealed class VectorPrediction : IPrediction
{
    [ColumnName("Output")]
    public float[] Vector { get; set; } = [];

    public float[] ToNumbers() => Vector;
}
