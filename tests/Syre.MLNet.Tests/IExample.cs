using Microsoft.ML.Data;

namespace Syre.MLNet.Tests;

/// <summary>A row of <see cref="TestData"/>, whatever the type of its label.</summary>
public interface IExample
{
    public object Label { get; }

    public VBuffer<float> Features { get; set; }

    public float Weight { get; set; }
}
