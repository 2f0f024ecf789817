using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Leaderboard.Sets;

namespace Leaderboard.Trainers;

/// <summary>A trainer, as a board describes it.</summary>
internal sealed record Trainer
{
    /// <summary>A short name, for the command line and the results.</summary>
    public required string Name { get; init; }

    /// <summary>The name in the tables.</summary>
    public required string Title { get; init; }

    /// <summary>What it is made from: one of <see cref="TrainerKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Options that differ from the defaults, by the names that they have in C#; null (default) for none.</summary>
    public JsonObject? Options { get; init; }

    /// <summary>The options for <see cref="SetTask.Regression"/>; null (default) where they are the same.</summary>
    public JsonObject? RegressionOptions { get; init; }

    /// <summary>Whether features are brought to mean 0 and variance 1 first, for trainers that need it. Default false.</summary>
    public bool Normalize { get; init; }

    /// <summary>What readers should know of it; null (default) for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>All that decides how it trains, in one text.</summary>
    [JsonIgnore]
    public string Description =>
        $"{Kind}{(Normalize ? " normalized" : "")} {Options?.ToJsonString()} {RegressionOptions?.ToJsonString()}".TrimEnd();

    /// <summary>The options that differ from the defaults for a task; null for none.</summary>
    public JsonObject? OptionsFor(SetTask task) => (task == SetTask.Regression ? RegressionOptions : null) ?? Options;
}
