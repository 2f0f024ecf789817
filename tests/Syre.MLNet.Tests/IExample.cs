using Microsoft.ML.Data;

namespace Syre.MLNet.Tests;

/// <summary>A row of <see cref="TestData"/>, whatever the type of its label.</summary>
public interface IExample
{
    object Label { get; }

    VBuffer<float> Features { get; set; }

    float Weight { get; set; }
}
