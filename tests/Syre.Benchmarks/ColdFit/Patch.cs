using Microsoft.ML.Data;

namespace Syre.Benchmarks.ColdFit;

/// <summary>A row of QuickStart's table.</summary>
internal sealed class Patch
{
    [LoadColumn(0, 18), VectorType(19)] public float[] Features { get; set; } = [];
    [LoadColumn(19)] public string Label { get; set; } = "";
}
