using System.Text.Json.Serialization;

namespace Syre.Torch;

/// <summary>Something that a report lacks, and why. No measurement ends what it measures; it says here that it failed.</summary>
/// <param name="Measure">The measure, named after the member of the report that lacks it: <c>Centred</c>, <c>Mirrors</c>,
/// <c>NeuralCollapse</c>, …; those of the random network begin with <c>Baseline.</c></param>
/// <param name="Layer">The layer's name; null where it concerns the whole.</param>
/// <param name="Reason">Why, in one sentence.</param>
public sealed record NotMeasured(string Measure, string? Layer, string Reason)
{
    /// <summary>All of it in one sentence.</summary>
    [JsonIgnore]
    public string Sentence => $"{Measure}{(Layer is null ? "" : $" of layer '{Layer}'")} was not measured: {Reason}";
}
