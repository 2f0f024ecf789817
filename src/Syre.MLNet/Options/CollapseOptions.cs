using Microsoft.ML.Runtime;
using Syre.MLNet.Options;
using Syre.Torch;

namespace Syre.MLNet;

/// <summary>What a trainer measures of collapse and where it writes it.</summary>
public sealed record CollapseOptions
{
    /// <summary>
    /// The column of diagnostics, a vector of Single with slot names; null for none. Default <c>Collapse</c>. For each row:
    /// <c>ActiveShare.&lt;layer&gt;</c>, the share of the hidden layer's units that are active; <c>RelativeNorm</c>, the norm of the last
    /// hidden layer over its median in training; <c>OutsideSubspace</c>, the share of its distance to the training mean that lies outside
    /// the training subspace (99 % of the energy). For the model, the same in every row: <c>EffectiveRankRatio</c>, <c>DeadShare</c>,
    /// <c>DuplicateShare</c> and <c>MirrorDistance</c> of the layer where it is worst.
    /// </summary>
    public string? ColumnName { get; init; } = "Collapse";

    /// <summary>
    /// A column for the last hidden layer, a vector of Single; null (default) for none. The logits, for a network without hidden layers;
    /// the embedding, of an encoder.
    /// </summary>
    public string? RepresentationColumnName { get; init; }

    /// <summary>What to do when the verdict is grave. Default <see cref="CollapsePolicy.Warn"/>.</summary>
    public CollapsePolicy Policy { get; init; } = CollapsePolicy.Warn;

    /// <summary>The least verdict that the policy acts on. Default <see cref="CollapseVerdict.Collapsed"/>.</summary>
    public CollapseVerdict ActsOn { get; init; } = CollapseVerdict.Collapsed;

    /// <summary>The thresholds of the findings.</summary>
    public CollapseThresholds Thresholds { get; init; } = new();

    /// <summary>
    /// Most training rows that are measured, at least 2. Default 2 000, several times the width of a layer as ranks need.
    /// </summary>
    public int Rows { get; init; } = 2000;

    /// <summary>
    /// Measure effective rank and dead units after every so many epochs, at least 1, for <see cref="CollapseReport.History"/>; null
    /// (default) for never. Each time takes as long as about ten training steps of the default network, so on small tables every
    /// sixteenth epoch is often enough.
    /// </summary>
    public int? HistoryEvery { get; init; }

    /// <summary>
    /// Validation error, in the unit of <see cref="TrainingSummary.ValidationError"/>, of a smaller or less decayed network on the same
    /// rows: a network that is worse has lost something. Null (default) where there is none.
    /// </summary>
    public double? ReferenceError { get; init; }

    /// <summary>The columns that are written.</summary>
    internal IEnumerable<string> ColumnNames => new[] { ColumnName, RepresentationColumnName }.OfType<string>();

    /// <summary>Called with a measure and its layer before it is measured. For tests, which let it throw.</summary>
    internal Action<string, string?>? BeforeMeasure { get; init; }

    /// <summary>Says what could not be measured, and does what the policy says.</summary>
    /// <param name="report">The report of the trained model.</param>
    /// <param name="channel">The log.</param>
    /// <param name="save">Writes the trained model, for an exception to carry.</param>
    /// <exception cref="CollapseException">The policy is to throw, and the verdict is grave.</exception>
    internal void ActOn(CollapseReport report, IChannel channel, Action<Stream> save)
    {
        foreach (NotMeasured missing in report.NotMeasured)
            channel.Warning(MessageSensitivity.None, missing.Sentence);
        if (report.Verdict <= CollapseVerdict.Healthy || report.Verdict < ActsOn || Policy == CollapsePolicy.Ignore)
            return;
        if (Policy == CollapsePolicy.Throw)
            throw new CollapseException(report, Bytes(save, channel));
        foreach (CollapseFinding finding in report.Findings.Where(finding => finding.Verdict >= ActsOn))
            channel.Warning(MessageSensitivity.None, finding.Sentence);
    }

    /// <summary>The rows to measure, spread evenly over the training rows.</summary>
    internal long[] Sample(long[] training)
    {
        int count = Math.Min(training.Length, Rows);
        return [.. Enumerable.Range(0, count).Select(i => training[(long)i * training.Length / count])];
    }

    /// <summary>Notes every option that is out of range.</summary>
    /// <param name="violations">Is told of them.</param>
    /// <param name="taken">Columns that the trainer writes besides.</param>
    internal void AddTo(Violations violations, IReadOnlyCollection<string> taken)
    {
        foreach ((string option, string? name) in new[]
        {
            (nameof(ColumnName), ColumnName), (nameof(RepresentationColumnName), RepresentationColumnName),
        })
        {
            violations.Require(name is not "", $"{option} is empty; name a column or use null.");
            violations.Require(name is null || !taken.Contains(name),
                $"{option} is '{name}', which the trainer uses for another column; choose another name.");
            violations.RequireOnnxColumn(name, option);
        }
        violations.Require(ColumnName is null || ColumnName != RepresentationColumnName,
            $"{nameof(ColumnName)} and {nameof(RepresentationColumnName)} are both '{ColumnName}'; choose two names.");
        violations.Require(Rows >= 2, Rows, "at least 2");
        violations.Require(HistoryEvery is null or >= 1, HistoryEvery, "at least 1, or null for no history");
        violations.Require(ReferenceError is null or (>= 0 and < double.PositiveInfinity), ReferenceError,
            "a number not below 0, or null");
        violations.Require(Thresholds is not null, "Thresholds is null; leave it at its default.");
        Thresholds?.AddTo(violations.Within(nameof(Thresholds)));
        violations.RequireDefined(Policy);
        violations.RequireDefined(ActsOn);
    }

    private static ReadOnlyMemory<byte> Bytes(Action<Stream> save, IChannel channel)
    {
        using var stream = new MemoryStream();
        try
        {
            save(stream);
            return stream.ToArray();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            channel.Warning(MessageSensitivity.None, $"The exception carries no model, since it cannot be saved: {e.Message}");
            return default;
        }
    }
}
