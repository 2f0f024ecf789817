using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;
using ScoringService.Telemetry;

namespace ScoringService.Rows;

/// <summary>The columns to answer with: those of ML.NET's tasks, and the diagnostics that a model of Syre.MLNet has.</summary>
/// <param name="Answers">Names of the task's columns that the model has.</param>
/// <param name="Collapse">Name of the column of diagnostics; null where there is none.</param>
/// <param name="CollapseProfile">How its values were distributed in training.</param>
internal sealed record OutputColumns(IReadOnlyList<string> Answers, string? Collapse, RowProfile? CollapseProfile)
{
    /// <summary>The column that every task has, and that is NaN where a row cannot be scored.</summary>
    public const string Score = "Score";

    private static readonly string[] s_answers = ["PredictedLabel", "Probability", Score];

    public IReadOnlyList<string> All => Collapse is null ? Answers : [.. Answers, Collapse];

    /// <param name="model">The model.</param>
    /// <param name="input">The columns that it was saved with.</param>
    /// <param name="reports">The file's collapse reports. A column with the slots that one of them tells of is the
    /// column of diagnostics.</param>
    /// <exception cref="NotSupportedException">The model does not answer a row at a time, or answers nothing.</exception>
    public static OutputColumns Of(ITransformer model, DataViewSchema input, IEnumerable<JsonObject> reports)
    {
        if (!model.IsRowToRowMapper)
            throw new NotSupportedException("The model does not answer one row at a time.");
        DataViewSchema schema = model.GetOutputSchema(input);
        string[] answers = [.. s_answers.Where(name => schema.GetColumnOrNull(name) is not null)];
        if (answers.Length == 0)
            throw new NotSupportedException($"The model has none of the columns {string.Join(", ", s_answers)}.");
        (string? collapse, RowProfile? profile) = (
            from report in reports
            let rows = RowProfile.Of(report)
            where rows is not null
            from column in schema
            where !column.IsHidden && column.Type is VectorDataViewType { ItemType.RawType: var raw } && raw == typeof(float)
                && ColumnTexts.SlotNames(column) is { } names && rows.Fits(names)
            select ((string?)column.Name, rows)).FirstOrDefault();
        return new OutputColumns(answers, collapse, profile);
    }
}
