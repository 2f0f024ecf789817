using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.OnnxRuntime;
using ScoringService.Models;
using ScoringService.Rows;
using ScoringService.Telemetry;

namespace ScoringService.Endpoints;

/// <summary>All that is known of a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">A short hash of its file.</param>
/// <param name="LoadedAt">Since when it is in service.</param>
/// <param name="Versions">Versions of what wrote the file and of what serves it.</param>
/// <param name="Description">What it answers, if its card says.</param>
/// <param name="Task"><c>binary</c>, <c>multiclass</c> or <c>regression</c>; null for models of other makers.</param>
/// <param name="Input">The fields to give.</param>
/// <param name="Example">A row to try.</param>
/// <param name="Training">How the training went, its validation error and loss included.</param>
/// <param name="Metrics">Metrics on test rows, if its card says.</param>
/// <param name="Verdict">The gravest verdict of the reports.</param>
/// <param name="Reports">The collapse reports: that of the last part first.</param>
/// <param name="Drift">Whether the rows scored so far look like those of the training.</param>
/// <param name="Refused">The last file refused since this one was loaded.</param>
internal sealed record ModelCard(
    string Name,
    string Version,
    DateTimeOffset LoadedAt,
    IReadOnlyDictionary<string, string?> Versions,
    string? Description,
    string? Task,
    IReadOnlyList<InputField> Input,
    JsonObject Example,
    JsonNode? Training,
    JsonNode? Metrics,
    string? Verdict,
    IReadOnlyList<JsonObject> Reports,
    Drift? Drift,
    Refusal? Refused)
{
    /// <summary>The card of the present.</summary>
    public static ModelCard Of(ServedModel model, Refusal? refused)
    {
        return new ModelCard(
            model.Name,
            model.Version,
            model.LoadedAt,
            new Dictionary<string, string?>
            {
                ["syre.mlnet"] = model.File.Syre,
                ["ml.net"] = model.File.MLNet,
                ["servedBy.ml.net"] = VersionOf(typeof(MLContext)),
                ["servedBy.onnxRuntime"] = VersionOf(typeof(InferenceSession)),
            },
            (string?)model.File.Card?["description"],
            model.File.Task,
            model.Input.Fields,
            ProbeRow.Example(model),
            model.File.Network?["summary"],
            model.File.Card?["metrics"],
            model.File.Verdict,
            model.File.Reports,
            model.Drift?.Current,
            refused);
    }

    private static string? VersionOf(Type type) =>
        FileVersionInfo.GetVersionInfo(type.Assembly.Location).ProductVersion?.Split('+', '@')[0];
}
