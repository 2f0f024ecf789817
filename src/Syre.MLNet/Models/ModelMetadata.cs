using System.Text.Json;
using System.Text.Json.Serialization;
using Syre.MLNet.Diagnostics;
using Syre.MLNet.Networks;
using Syre.MLNet.Objectives;
using Syre.Onnx;

namespace Syre.MLNet.Models;

/// <summary>What is known of a model beside its weights, as entries of the ONNX metadata.</summary>
/// <param name="Task">Name of the task.</param>
/// <param name="Features">Number of features that the network reads.</param>
/// <param name="Outputs">Number of outputs.</param>
/// <param name="Architecture">Shape of the built-in network, or null for a user's own.</param>
/// <param name="Scale">How regression labels relate to outputs, or null.</param>
/// <param name="Options">The options of the training; null for a network of texts.</param>
/// <param name="TextOptions">The options of a network of texts, or null.</param>
/// <param name="Summary">How the training went.</param>
internal sealed record ModelMetadata(
    string Task,
    int Features,
    int Outputs,
    NetworkArchitecture? Architecture,
    LabelScale? Scale,
    SyreNetworkOptions? Options,
    SyreTextClassificationOptions? TextOptions,
    TrainingSummary Summary)
{
    /// <summary>The version of this layout: 1, the first.</summary>
    internal const string Format = "1";

    /// <summary>The entry that tells our graphs from others.</summary>
    internal const string FormatKey = "syre.format";
    private const string ModelKey = "syre.model";

    private static readonly JsonSerializerOptions s_json = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>What is known of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="features">Number of features that it reads.</param>
    public static ModelMetadata Of(SyreModel model, int features) => new(
        model.Task.Name,
        features,
        model.ScoringNetwork.Outputs,
        (model.ScoringNetwork as TabularNetwork)?.Architecture,
        model.Task.Objective.Scales.FirstOrDefault(),
        model.Options as SyreNetworkOptions,
        model.Options as SyreTextClassificationOptions,
        model.Summary);

    /// <summary>Adds this to the entries of a graph.</summary>
    public void WriteTo(IDictionary<string, string> entries)
    {
        entries[FormatKey] = Format;
        entries[ModelKey] = JsonSerializer.Serialize(this, s_json);
    }

    /// <summary>Reads and checks the entries of a graph; null if it is not one of ours.</summary>
    /// <param name="graph">The graph, with what it tells of its tensors.</param>
    /// <exception cref="InvalidDataException">It is one of ours, of a later version, damaged, or of another network than the
    /// graph's.</exception>
    public static ModelMetadata? ReadFrom(OnnxSummary graph)
    {
        if (!graph.Metadata.TryGetValue(FormatKey, out string? format))
            return null;
        if (format != Format)
            throw new InvalidDataException(
                $"The model was saved in format {format} of Syre.MLNet, this version reads format {Format}. Update Syre.MLNet to read its details; " +
                "it scores with Microsoft.ML alone all the same.");
        if (!graph.Metadata.TryGetValue(ModelKey, out string? json))
            throw new InvalidDataException($"metadata entry '{ModelKey}', the details of the model, is missing");
        ModelMetadata metadata;
        try
        {
            ModelMetadata read = JsonSerializer.Deserialize<ModelMetadata>(json, s_json) ?? throw new JsonException("It is null.");
            metadata = read with { Options = WithSeed(read.Options), TextOptions = WithSeed(read.TextOptions) };
        }
        catch (JsonException e)
        {
            throw new InvalidDataException(
                $"The details of the model (metadata entry '{ModelKey}', written by version {ReportEntry.Version(graph.Metadata) ?? "unknown"} of Syre.MLNet) " +
                $"cannot be read: {e.Message}",
                e);
        }
        string[] problems = [.. MetadataChecks.Problems(metadata, graph)];
        return problems.Length == 0
            ? metadata
            : throw new InvalidDataException($"The details of the model (metadata entry '{ModelKey}') do not hold: {string.Join("; ", problems)}");
    }

    /// <summary>Files of before the decay had a seed of its own name 0, which was not heeded: the training's seed drew θ0.</summary>
    private static T? WithSeed<T>(T? options)
        where T : SyreTrainerOptions =>
        options is { Syre: { Seed: 0 } syre } ? (T)((SyreTrainerOptions)options with { Syre = syre with { Seed = null } }) : options;
}
