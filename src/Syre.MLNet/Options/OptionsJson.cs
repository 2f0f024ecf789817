using System.Text.Json;
using System.Text.Json.Serialization;

namespace Syre.MLNet.Options;

/// <summary>How options and what is kept of a model are written as JSON.</summary>
internal static class OptionsJson
{
    /// <summary>Numbers may be NaN, enumerations are names, and a property that is not known, or given twice, is refused.</summary>
    public static JsonSerializerOptions Settings { get; } = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowOutOfOrderMetadataProperties = true,
        AllowDuplicateProperties = false,
        Converters = { new JsonStringEnumConverter() },
    };
}
