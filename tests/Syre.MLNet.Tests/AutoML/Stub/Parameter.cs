using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.ML.SearchSpace;

/// <summary>Stub: a value, or values by name.</summary>
public sealed class Parameter
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly object _value;

    internal Parameter(object value) => _value = value;

    /// <summary>Goes by JSON, as the original does, unless the value is of the type.</summary>
    public T AsType<T>() =>
        _value is T same ? same : JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(Plain(_value), s_json), s_json)!;

    private static object Plain(object value) => value is Dictionary<string, Parameter> nested
        ? nested.ToDictionary(entry => entry.Key, entry => Plain(entry.Value._value))
        : value is Enum ? $"{value}" : value;
}
