namespace Syre.MLNet;

/// <summary>How many members of an ensemble stay: the most that keep within all limits, each null (default) for none.</summary>
public sealed record MemberLimits
{
    /// <summary>Most members, at least 1.</summary>
    public int? Members { get; init; }

    /// <summary>Most bytes of the model, saved without the rest of its pipeline.</summary>
    public long? MaximumBytes { get; init; }

    /// <summary>
    /// Most microseconds in which ONNX Runtime computes the saved graph for one row on one thread of this machine, as measured now.
    /// ML.NET's own time comes on top.
    /// </summary>
    public double? MaximumMicroseconds { get; init; }
}
