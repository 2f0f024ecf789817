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
    /// <param name="options">Names the columns of diagnostics.</param>
    public InnerColumns(DataViewSchema schema, CollapseOptions? options = null)
    {
        string[] taken = [.. schema.Select(column => column.Name), options?.ColumnName ?? "", options?.RepresentationColumnName ?? ""];
        while (taken.Any(name => name.StartsWith(_prefix, StringComparison.Ordinal)))
            _prefix = $"_{_prefix}";
    }

    /// <summary>A column of this meaning.</summary>
    public string Named(string meaning) => _prefix + meaning;
}
