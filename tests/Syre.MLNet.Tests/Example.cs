using Microsoft.ML.Data;

namespace Syre.MLNet.Tests;

/// <summary>One row of <see cref="TestData"/>.</summary>
/// <typeparam name="TLabel">bool, uint (becomes a key) or float.</typeparam>
public sealed class Example<TLabel> : IExample
{
    public TLabel Label { get; set; } = default!;

    public VBuffer<float> Features { get; set; }

    public float Weight { get; set; }

    public string Group { get; set; } = "";

    object IExample.Label => Label!;
}
