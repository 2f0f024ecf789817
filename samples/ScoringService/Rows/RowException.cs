namespace ScoringService.Rows;

/// <summary>A row that does not fit a model's input.</summary>
/// <param name="errors">What is wrong with each field; of the row as a whole under the empty name.</param>
internal sealed class RowException(Dictionary<string, string> errors) : Exception("The row does not fit the model's input.")
{
    /// <param name="error">What is wrong with the row as a whole.</param>
    public RowException(string error)
        : this(new Dictionary<string, string> { [""] = error })
    {
    }

    /// <summary>What is wrong with each field.</summary>
    public IReadOnlyDictionary<string, string> Errors => errors;
}
