using Microsoft.ML.Data;

namespace Syre.MLNet.Tests.Intervals;

/// <summary>A row to be predicted.</summary>
internal sealed class FeaturesOnly
{
    [VectorType(3)]
    public float[] Features { get; set; } = [];
}
