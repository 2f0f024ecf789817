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

    /// <summary>One sentence for each option that is out of its range.</summary>
    internal IEnumerable<string> Violations()
    {
        if (string.IsNullOrEmpty(OutputColumnName))
            yield return $"{nameof(OutputColumnName)} is empty; name the column that is made.";
        if (OptionChecks.OnnxColumnProblem(nameof(OutputColumnName), OutputColumnName) is { } problem)
            yield return problem;
        if (InputColumnName is "")
        {
            yield return $"{nameof(InputColumnName)} is empty; name the column that is measured, " +
                "or give null for the output column's name.";
        }

        if (OptionChecks.OnnxNameProblem(nameof(InputColumnName), InputColumnName) is { } unread)
            yield return unread;
        if (!(Energy > 0 && Energy <= 1))
            yield return $"{nameof(Energy)} is {Energy}; it must lie in (0, 1].";
        if (MaximumSubspace is < 1 or > 1024)
            yield return $"{nameof(MaximumSubspace)} is {MaximumSubspace}; it must lie from 1 to 1024.";
        foreach (string violation in OptionChecks.Nested(nameof(Thresholds), Thresholds, thresholds => thresholds.Validate()))
            yield return violation;
    }
}
