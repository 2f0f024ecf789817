using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ScoringService.Rows;

/// <summary>A field that a model reads of a row.</summary>
/// <param name="Name">Its name, also the column's.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Choices">The values that were seen in training, where the model knows them; others count as none of them.</param>
/// <param name="Column">The column of ML.NET.</param>
internal sealed record InputField(
    string Name, FieldType Type, IReadOnlyList<string>? Choices, [property: JsonIgnore] DataViewSchema.Column Column)
{
    /// <summary>The name as JSON has it.</summary>
    [JsonIgnore]
    public JsonEncodedText Key { get; } = JsonEncodedText.Encode(Name);

    /// <summary>Whether it holds texts, which may be of any length.</summary>
    [JsonIgnore]
    public bool IsText => Column.Type.RawType == typeof(ReadOnlyMemory<char>)
        || Column.Type is VectorDataViewType { ItemType: TextDataViewType };
}
