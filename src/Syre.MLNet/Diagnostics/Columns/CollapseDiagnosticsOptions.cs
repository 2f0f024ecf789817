using Syre.MLNet.Diagnostics.Rows;
using Syre.MLNet.Options;
using Syre.Torch;

namespace Syre.MLNet;

/// <summary>Options of <c>CollapseDiagnostics</c>.</summary>
public sealed record CollapseDiagnosticsOptions
{
    /// <summary>The column that is made. Default <c>CollapseDiagnostics</c>. It may be the input column's, which it hides then.</summary>
    public string OutputColumnName { get; init; } = "CollapseDiagnostics";

    /// <summary>
    /// The column that is measured: a vector of Single of known size, dense or sparse. Null (default) for that of
    /// <see cref="OutputColumnName"/>, as in ML.NET.
    /// </summary>
    public string? InputColumnName { get; init; }

    /// <summary>
    /// Share of the rows' energy about their mean, Σ‖x − μ‖², that the principal subspace holds at least; in (0, 1]. Default 0.99, the
    /// share that <see cref="RankMeasures.Rank99"/> goes by: a row has little outside of it unless it is news.
    /// </summary>
    public double Energy { get; init; } = TrainingSubspace.Energy;

    /// <summary>
    /// Directions of the principal subspace at most, from 1 to 1024, whatever <see cref="Energy"/> asks for. Default 128: a
    /// saved model holds slots × directions floats. For a column of more than 1024 slots, more than 128 also make the sketch
    /// larger, and with it fitting slower.
    /// </summary>
    public int MaximumSubspace { get; init; } = 128;

    /// <summary>
    /// The seed of the sketch and of the choice of rows that are held back; null (default) for one from the <c>MLContext</c>.
    /// </summary>
    public long? Seed { get; init; }

    /// <summary>The thresholds of the findings. A column has no random baseline, so that its ratios stand by themselves.</summary>
    public CollapseThresholds Thresholds { get; init; } = new();

    /// <summary>Called with a measure and its layer before it is measured. For tests, which let it throw.</summary>
    internal Action<string, string?>? BeforeMeasure { get; init; }

    /// <summary>The input column's name.</summary>
    internal string Input => InputColumnName ?? OutputColumnName;

    /// <summary>Notes every option that is out of range.</summary>
    /// <param name="violations">Is told of them.</param>
    internal void AddTo(Violations violations)
    {
        violations.Require(!string.IsNullOrEmpty(OutputColumnName), "OutputColumnName is empty; name the column that is made.");
        violations.RequireOnnxColumn(OutputColumnName);
        violations.Require(InputColumnName is not "",
            "InputColumnName is empty; name the column that is measured, or give null for the output column's name.");
        violations.RequireOnnxName(InputColumnName);
        violations.Require(Energy is > 0 and <= 1, Energy, "in (0, 1]");
        violations.Require(MaximumSubspace is >= 1 and <= 1024, MaximumSubspace, "from 1 to 1024");
        violations.Require(Thresholds is not null, "Thresholds is null; leave it at its default.");
        Thresholds?.AddTo(violations.Within(nameof(Thresholds)));
    }
}
