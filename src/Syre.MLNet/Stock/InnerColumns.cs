using Microsoft.ML;

namespace Syre.MLNet.Stock;

/// <summary>
/// Names of the columns between the parts of a saved model. They are dropped at the end, by name, so that they must not be those of columns
/// of the user's: no column of the training data begins as they do.
/// </summary>
internal sealed class InnerColumns
{
    private readonly string _prefix = "__Syre";

    /// <param name="schema">Schema of the training data.</param>
    /// <param name="added">Names of columns that the model adds.</param>
    public InnerColumns(DataViewSchema schema, params IEnumerable<string?> added)
    {
        string[] taken = [.. schema.Select(column => column.Name), .. added.OfType<string>()];
        while (taken.Any(name => name.StartsWith(_prefix, StringComparison.Ordinal)))
            _prefix = $"_{_prefix}";
    }

    /// <summary>A column of this meaning.</summary>
    public string Named(string meaning) => _prefix + meaning;
}
