using Microsoft.ML.Data;

namespace CollapseReportSample;

/// <summary>A row of data/segment: 19 numbers that describe a patch of a photograph, and what it shows.</summary>
public sealed class Patch
{
    [LoadColumn(0, 18), VectorType(19)]
    public float[] Features { get; set; } = [];

    [LoadColumn(19)]
    public string Label { get; set; } = "";
}
