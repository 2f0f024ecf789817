using System.Text.Json;
using Syre.MLNet.Diagnostics;
using Syre.MLNet.Heads;
using Syre.MLNet.Networks;
using Syre.MLNet.Objectives;
using Syre.MLNet.Options;
using Syre.MLNet.Training;
using Syre.Onnx;

namespace Syre.MLNet.Models;

/// <summary>What is known of a model beside its weights, as entries of the ONNX metadata.</summary>
/// <param name="Task">Name of the task.</param>
/// <param name="Network">What the network is made of.</param>
/// <param name="Inputs">Numbers that it reads of a row: of a sparse column more than the network has features.</param>
/// <param name="Scales">How numbers relate to outputs; empty for classes.</param>
/// <param name="Options">The options of the training.</param>
/// <param name="Summary">How the training went.</param>
/// <param name="Origin">What a training that goes on from it must know; null in files of before it was written.</param>
internal sealed record ModelMetadata(
    string Task,
    NetworkSpec Network,
    int Inputs,
    IReadOnlyList<LabelScale> Scales,
    SyreTrainerOptions Options,
    TrainingSummary Summary,
    TrainingOrigin? Origin = null)
{
    /// <summary>What is known of each member of an ensemble beside its summary; none of one network.</summary>
    public IReadOnlyList<MemberMetadata> Members { get; init; } = [];

    /// <summary>
    /// The version of this layout: 3. Version 1 had one place for each kind of network and of options, version 2 another choice of the
    /// epoch.
    /// </summary>
    internal const string Format = "3";

    /// <summary>The entry that tells our graphs from others.</summary>
    internal const string FormatKey = "syre.format";
    private const string ModelKey = "syre.model";

    /// <summary>What is known of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputs">Numbers that it reads of a row.</param>
    public static ModelMetadata Of(SyreModel model, int inputs) =>
        new(model.Task.Name, model.ScoringNetwork.Spec, inputs, model.Task.Objective.Scales, model.Options, model.Summary, model.Origin)
        {
            Members = [.. model.Members.Select(member => new MemberMetadata(member.Task.Objective.Scales, member.Origin))],
        };

    /// <summary>The task, fitted to the labels.</summary>
    public PredictionTask FittedTask() => FittedTask(Scales, Summary.Temperature, Summary.Interval);

    /// <summary>The task as a member of the ensemble has it.</summary>
    public PredictionTask FittedTask(int member) => FittedTask(Members[member].Scales, Summary.Members[member].Temperature, null);

    private PredictionTask FittedTask(IReadOnlyList<LabelScale> scales, double temperature, IntervalSummary? interval)
    {
        PredictionTask task = Options is SyreEncoderOptions encoder ? PredictionTask.Encoding(encoder) : PredictionTask.Named(Task);
        Objective objective = scales.Count == 0 ? task.Objective : task.Objective.With(scales);
        return task with { Objective = objective.At(temperature).Covering(interval) };
    }

    /// <summary>Adds this to the entries of a graph.</summary>
    public void WriteTo(IDictionary<string, string> entries)
    {
        entries[FormatKey] = Format;
        entries[ModelKey] = JsonSerializer.Serialize(this, OptionsJson.Settings);
    }

    /// <summary>Reads and checks the entries of a graph; null if it is not one of ours.</summary>
    /// <param name="graph">The graph, with what it tells of its tensors.</param>
    /// <exception cref="InvalidDataException">It is one of ours, of another version, damaged, or of another network than the
    /// graph's.</exception>
    public static ModelMetadata? ReadFrom(OnnxSummary graph)
    {
        if (!graph.Metadata.TryGetValue(FormatKey, out string? format))
            return null;
        if (format != Format)
        {
            throw new InvalidDataException(
                $"The model was saved in format {format} of Syre.MLNet, this version reads format {Format}. " +
                $"{(format is "1" or "2" ? "Train it anew" : "Update Syre.MLNet")} to read its details; " +
                "it scores with Microsoft.ML alone all the same.");
        }

        if (!graph.Metadata.TryGetValue(ModelKey, out string? json))
            throw new InvalidDataException($"metadata entry '{ModelKey}', the details of the model, is missing");
        ModelMetadata metadata;
        try
        {
            metadata = JsonSerializer.Deserialize<ModelMetadata>(json, OptionsJson.Settings) ?? throw new JsonException("It is null.");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new InvalidDataException(
                $"The details of the model (metadata entry '{ModelKey}', " +
                $"written by version {ReportEntry.Version(graph.Metadata) ?? "unknown"} of Syre.MLNet) cannot be read: {e.Message}", e);
        }
        string[] problems = [.. MetadataChecks.Problems(metadata, graph)];
        return problems.Length == 0
            ? metadata
            : throw new InvalidDataException(
                $"The details of the model (metadata entry '{ModelKey}') do not hold: {string.Join("; ", problems)}");
    }
}
