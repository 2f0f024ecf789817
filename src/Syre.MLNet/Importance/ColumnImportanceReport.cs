using System.Globalization;
using System.Text;
using Syre.Torch;

namespace Syre.MLNet;

/// <summary>How much worse a model predicts without each of its columns. <see cref="ToString"/> is a table to read.</summary>
/// <remarks>
/// <para>
/// A column that is permuted keeps its values and loses what they tell of their rows (Breiman 2001; Fisher, Rudin and Dominici 2019). What
/// the metric loses by that is the column's importance for this model, not for the world: of two columns that tell the same a model may use
/// one, or a half of each. Permute such columns together (<see cref="ColumnImportanceOptions.Groups"/>).
/// </para>
/// <para>
/// The standard errors are over permutations. That the rows themselves are a sample is not in them.
/// </para>
/// </remarks>
public sealed record ColumnImportanceReport
{
    /// <summary>What predictions were judged by.</summary>
    public required TrainingMetric Metric { get; init; }

    /// <summary>The metric of the rows as they are: nats, a share, or the label's unit.</summary>
    public required double Value { get; init; }

    /// <summary>Rows that were judged: those with a label and a prediction.</summary>
    public required int Rows { get; init; }

    /// <summary>How often each column was permuted.</summary>
    public required int PermutationCount { get; init; }

    /// <summary>The columns that enter the predictions, and groups of them, the most important first.</summary>
    public required IReadOnlyList<ImportantColumn> Columns { get; init; }

    /// <summary>The columns of the data that do not enter the predictions, in the data's order.</summary>
    public required IReadOnlyList<string> UnusedColumns { get; init; }

    /// <summary>The report as text, a line for each column. The same in every culture.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Name(Metric)} {Figures.Any(Value)} of {Figures.Count(Rows, "row", "rows")}; ")
            .Append(Falls(Metric) ? "it falls" : "it rises").Append(" without").Append('\n');
        int width = Columns.Select(column => column.Name.Length).DefaultIfEmpty(0).Max();
        string format = Figures.Column(Columns.Select(column => column.Importance));
        string[] means = [.. Columns.Select(column => column.Importance.ToString(format, CultureInfo.InvariantCulture))];
        int figures = means.Select(mean => mean.Length).DefaultIfEmpty(0).Max();
        foreach ((ImportantColumn column, string mean) in Columns.Zip(means))
        {
            text.Append("  ").Append(column.Name.PadRight(width)).Append("  by ").Append(mean.PadLeft(figures));
            if (double.IsFinite(column.StandardError))
                text.Append(" ± ").Append(column.StandardError.ToString(format, CultureInfo.InvariantCulture));
            text.Append('\n');
        }
        if (UnusedColumns.Count > 0)
            text.Append("  not used: ").AppendJoin(", ", UnusedColumns).Append('\n');
        return text.ToString();
    }

    /// <summary>Whether a metric falls, and does not rise, as predictions become worse.</summary>
    internal static bool Falls(TrainingMetric metric) => metric is TrainingMetric.Accuracy or TrainingMetric.AreaUnderRocCurve;

    /// <summary>What people call a metric.</summary>
    internal static string Name(TrainingMetric metric) => metric switch
    {
        TrainingMetric.Accuracy => "Accuracy",
        TrainingMetric.AreaUnderRocCurve => "AUC",
        TrainingMetric.LogLoss => "Log-loss",
        TrainingMetric.MeanAbsoluteError => "Mean absolute error",
        _ => "Root mean squared error",
    };
}
