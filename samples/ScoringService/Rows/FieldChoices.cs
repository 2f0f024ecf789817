using Microsoft.ML;
using Microsoft.ML.Data;

namespace ScoringService.Rows;

/// <summary>
/// The texts that a model learnt of a field. Where a part of the pipeline turns one text column into a key, as one-hot encoding does, the
/// key's values are in the model.
/// </summary>
internal static class FieldChoices
{
    private const int Most = 200;

    /// <summary>The texts of each field that has them.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Of(ITransformer model, DataViewSchema input)
    {
        var choices = new Dictionary<string, IReadOnlyList<string>>();
        // From which one input column each column of the present schema is made.
        Dictionary<string, string> origins = input.Where(column => !column.IsHidden)
            .ToDictionary(column => column.Name, column => column.Name);
        DataViewSchema schema = input;
        foreach (ITransformer part in Parts(model))
        {
            IRowToRowMapper mapper = part.GetRowToRowMapper(schema);
            var next = new Dictionary<string, string>();
            foreach (DataViewSchema.Column column in mapper.OutputSchema.Where(column => !column.IsHidden))
            {
                DataViewSchema.Column[] sources = [.. mapper.GetDependencies([column]).Take(2)];
                if (sources.Length != 1 || !origins.TryGetValue(sources[0].Name, out string? origin))
                    continue;
                next[column.Name] = origin;
                if (column.Type is KeyDataViewType { Count: <= Most } && input[origin].Type is TextDataViewType
                    && ColumnTexts.Keys(column) is { } texts)
                {
                    choices.TryAdd(origin, texts);
                }
            }
            (origins, schema) = (next, mapper.OutputSchema);
        }
        return choices;
    }

    private static IEnumerable<ITransformer> Parts(ITransformer transformer) =>
        transformer is IEnumerable<ITransformer> chain ? chain.SelectMany(Parts) : [transformer];
}
