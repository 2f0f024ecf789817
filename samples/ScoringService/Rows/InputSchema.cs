using System.Collections.Frozen;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ScoringService.Rows;

/// <summary>
/// The fields that a model reads, by its own schema: those of the training's columns that the answer depends on, so never the label.
/// </summary>
internal sealed class InputSchema
{
    private readonly FrozenDictionary<string, int> _byName;

    private InputSchema(DataViewSchema columns, InputField[] fields)
    {
        (Columns, Fields) = (columns, fields);
        _byName = fields.Select((field, index) => (field.Name, index))
            .ToFrozenDictionary(pair => pair.Name, pair => pair.index, StringComparer.Ordinal);
    }

    /// <summary>All columns that the model was saved with.</summary>
    public DataViewSchema Columns { get; }

    public IReadOnlyList<InputField> Fields { get; }

    /// <summary>Reads a model's schema.</summary>
    /// <param name="model">The model.</param>
    /// <param name="columns">The columns that it was saved with.</param>
    /// <param name="outputs">Names of the columns to answer with.</param>
    public static InputSchema Of(ITransformer model, DataViewSchema columns, IReadOnlyCollection<string> outputs)
    {
        IRowToRowMapper mapper = model.GetRowToRowMapper(columns);
        IReadOnlyDictionary<string, IReadOnlyList<string>> choices = FieldChoices.Of(model, columns);
        return new InputSchema(columns,
        [
            .. mapper.GetDependencies(outputs.Select(name => mapper.OutputSchema[name]))
                .OrderBy(column => column.Index)
                .Select(column => new InputField(column.Name, FieldType.Of(column), choices.GetValueOrDefault(column.Name), column)),
        ]);
    }

    /// <summary>The index of a field; −1 where there is none of that name.</summary>
    public int IndexOf(string name) => _byName.GetValueOrDefault(name, -1);
}
