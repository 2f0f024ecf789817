using Syre.Torch.Diagnostics.Comparison;

namespace Syre.Torch;

/// <summary>
/// Two arms of an experiment, such as trainings with and without syre, measure by measure: how large each difference is, and whether
/// noise alone explains it. Immutable.
/// </summary>
/// <remarks>
/// With two or more reports in an arm, each from a training with its own seed, noise is their spread: a difference has a t-interval, and
/// one that excludes zero is more than noise. With one report each, noise cannot be measured; a tolerance (<see cref="ComparisonOptions"/>)
/// stands for it. A difference in rank is no difference in quality: look at the error on held-back rows.
/// </remarks>
public sealed class CollapseComparison
{
    private CollapseComparison(
        string name, IReadOnlyList<CollapseReport> reports, string otherName, IReadOnlyList<CollapseReport> others,
        ComparisonOptions options)
    {
        (Name, Reports, OtherName, Others, Options) = (name, reports, otherName, others, options);
        var builder = new ComparisonBuilder(reports, others, options);
        Differences = builder.Differences();
        Remarks = [.. builder.Remarks(name, otherName)];
    }

    /// <summary>Name of the first arm.</summary>
    public string Name { get; }

    /// <summary>The reports of the first arm, one a training; at least one.</summary>
    public IReadOnlyList<CollapseReport> Reports { get; }

    /// <summary>Name of the other arm.</summary>
    public string OtherName { get; }

    /// <summary>The reports of the other arm, one a training; at least one.</summary>
    public IReadOnlyList<CollapseReport> Others { get; }

    /// <summary>What was taken for noise.</summary>
    public ComparisonOptions Options { get; }

    /// <summary>Whether noise was measured, by several reports in an arm; if not, it was assumed.</summary>
    public bool IsNoiseMeasured => Reports.Count > 1 || Others.Count > 1;

    /// <summary>The differences: those of the whole, then those of each layer that both arms have, from the input to the output.</summary>
    public IReadOnlyList<MeasureDifference> Differences { get; }

    /// <summary>How to read the differences, and what to be careful about; a sentence each.</summary>
    public IReadOnlyList<string> Remarks { get; }

    /// <summary>Compares two arms.</summary>
    /// <param name="reports">Reports of the first arm, each of a training with another seed; at least one.</param>
    /// <param name="others">Reports of the other arm; at least one.</param>
    /// <param name="name">Name of the first arm. Default null: its first report's name.</param>
    /// <param name="otherName">Name of the other arm. Default null: its first report's name.</param>
    /// <param name="options">What is taken for noise. Default null: the defaults.</param>
    /// <exception cref="ArgumentException">
    /// An arm is empty, or one report is given twice, which would pass for a spread of zero, or the arms have no layer of the same name, or
    /// an option is out of its range.
    /// </exception>
    public static CollapseComparison Of(
        IReadOnlyList<CollapseReport> reports,
        IReadOnlyList<CollapseReport> others,
        string? name = null,
        string? otherName = null,
        ComparisonOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(reports);
        ArgumentNullException.ThrowIfNull(others);
        options ??= new ComparisonOptions();
        options.Validate();
        Check(reports, nameof(reports));
        Check(others, nameof(others));
        if (ComparisonBuilder.CommonLayers([.. reports, .. others]).Count == 0 && reports.Concat(others)
            .Any(report => report.Layers.Count > 0))
        {
            throw new ArgumentException(
                $"The reports have no layer in common: '{Layers(reports[0])}' and '{Layers(others[0])}'. Compare networks whose layers " +
                "have the same names.",
                nameof(others));
        }
        return new CollapseComparison(name ?? reports[0].Name, [.. reports], otherName ?? others[0].Name, [.. others], options);
    }

    /// <summary>The comparison as plain text: an aligned table with one row a difference, then how to read it.</summary>
    public override string ToString() => ComparisonText.Plain(this);

    /// <summary>The differences as a table, one row each, for a page of one's own.</summary>
    public TextTable ToTable() => ComparisonText.Table(this);

    /// <summary>The comparison as Markdown.</summary>
    public string ToMarkdown() => ComparisonText.Markdown(this);

    private static string Layers(CollapseReport report) => string.Join(", ", report.Layers.Select(layer => layer.Name));

    private static void Check(IReadOnlyList<CollapseReport> reports, string argument)
    {
        if (reports.Count == 0)
            throw new ArgumentException("The arm has no report; give at least one.", argument);
        if (reports.Distinct(ReferenceEqualityComparer.Instance).Count() < reports.Count)
        {
            throw new ArgumentException("A report is given twice; give one report for each training, or noise looks smaller than it is.",
                argument);
        }
    }
}
