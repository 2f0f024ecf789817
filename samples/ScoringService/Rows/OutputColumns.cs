using Microsoft.ML;
using Microsoft.ML.Data;

namespace ScoringService.Rows;

/// <summary>The columns to answer with: those of ML.NET's tasks, and the diagnostics that a model of Syre.MLNet has.</summary>
/// <param name="Answers">Names of the task's columns that the model has.</param>
/// <param name="Collapse">Name of the column of diagnostics; null where there is none.</param>
internal sealed record OutputColumns(IReadOnlyList<string> Answers, string? Collapse)
{
    private static readonly string[] s_answers = ["PredictedLabel", "Probability", "Score"];

    /// <summary>All names.</summary>
    public IReadOnlyList<string> All => Collapse is null ? Answers : [.. Answers, Collapse];

    /// <summary>Finds them.</summary>
    /// <param name="model">The model.</param>
    /// <param name="input">The columns that it was saved with.</param>
    /// <param name="collapse">Name of the column of diagnostics, if the file tells of one.</param>
    /// <exception cref="NotSupportedException">The model does not answer a row at a time, or answers nothing.</exception>
    public static OutputColumns Of(ITransformer model, DataViewSchema input, string? collapse)
    {
        if (!model.IsRowToRowMapper)
            throw new NotSupportedException("The model does not answer one row at a time.");
        DataViewSchema schema = model.GetOutputSchema(input);
        string[] answers = [.. s_answers.Where(name => schema.GetColumnOrNull(name) is not null)];
        if (answers.Length == 0)
            throw new NotSupportedException($"The model has none of the columns {string.Join(", ", s_answers)}.");
        bool watched = collapse is not null && schema.GetColumnOrNull(collapse)?.Type is VectorDataViewType { ItemType: NumberDataViewType { RawType: var raw } }
            && raw == typeof(float);
        return new OutputColumns(answers, watched ? collapse : null);
    }
}
