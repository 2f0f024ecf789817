using System.Globalization;
using System.Text.Json;
using Syre.MLNet.Runtime;
using Syre.Torch;

namespace Syre.MLNet.Describing;

/// <summary>What is known of a model besides what it has learnt, in words.</summary>
internal static class ModelFacts
{
    /// <summary>The facts, each with its name.</summary>
    /// <param name="model">The model.</param>
    /// <param name="now">The time of the description.</param>
    public static IEnumerable<KeyValuePair<string, string>> Of(SyreModel model, DateTimeOffset now)
    {
        TrainingSummary summary = model.Summary;
        SyreTrainerOptions options = model.Options;
        yield return new("Task", model.Task.Objective.HasLabel
            ? $"{model.Task.Name}: predicts '{options.LabelColumnName}'"
            : $"{model.Task.Name}: learns from rows without a label");
        yield return new("Network", Figures.Count(summary.Parameters, "trained number", "trained numbers") +
            (summary.Members.Count > 0 ? $" in {summary.Members.Count} networks that are averaged" : "") +
            (model.ScoringNetwork.Spec.IsCompacted
                ? $", compacted to {Figures.Count(model.ScoringNetwork.parameters().Sum(parameter => parameter.numel()))}"
                : ""));
        yield return new("Rows", Rows(summary));
        if (summary.ValidationError is { } error)
        {
            yield return new("Error on the rows held back",
                $"{model.Task.Objective.ErrorName} {Figures.Any(error)}" +
                (summary.Members.Count > 0 ? ", of one of the networks by itself" : ""));
        }
        yield return new("Training", string.Create(CultureInfo.InvariantCulture,
            $"{Figures.Count(summary.Epochs, "epoch", "epochs")} ({Ended(summary.StopReason)}), of which epoch {summary.BestEpoch} ") +
            "was kept; " +
            $"{Figures.Any(summary.Duration.TotalSeconds)} s; seed {summary.Seed.ToString(CultureInfo.InvariantCulture)}");
        yield return new(
            "Options that are not the default", string.Join("; ", Changed(options)) is { Length: > 0 } changed ? changed : "none");
        yield return new("Described",
            $"{now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}, by Syre.MLNet " +
            LibraryVersion.Text);
    }

    private static string Ended(StopReason reason) => reason switch
    {
        StopReason.Completed => "all were done",
        StopReason.EarlyStopped => "stopped early, as the error fell no more",
        StopReason.Cancelled => "it was cancelled",
        StopReason.Diverged => "stopped as the loss was no longer a number",
        _ => "the time was over",
    };

    private static string Rows(TrainingSummary summary) =>
        $"{Figures.Count(summary.TrainingRows)} trained on, {Figures.Count(summary.ValidationRows)} held back" +
        (summary.SkippedRows > 0 ? $", {Figures.Count(summary.SkippedRows)} left out" : "") +
        (summary.RowsWithMissingFeature > 0 ? $"; {Figures.Count(summary.RowsWithMissingFeature)} with a missing value" : "");

    private static IEnumerable<string> Changed(SyreTrainerOptions options)
    {
        SyreTrainerOptions defaults = options switch
        {
            SyreTextClassificationOptions => new SyreTextClassificationOptions(),
            SyreEncoderOptions => new SyreEncoderOptions(),
            _ => new SyreNetworkOptions(),
        };
        using JsonDocument ours = JsonDocument.Parse(options.ToJson()), usual = JsonDocument.Parse(defaults.ToJson());
        List<string> changed = [];
        Compare("", ours.RootElement, usual.RootElement, changed);
        return changed;
    }

    private static void Compare(string path, JsonElement ours, JsonElement usual, List<string> changed)
    {
        foreach (JsonProperty property in ours.EnumerateObject())
        {
            string name = path + property.Name;
            bool isKnown = usual.TryGetProperty(property.Name, out JsonElement other);
            if (isKnown && property.Value.ValueKind == JsonValueKind.Object && other.ValueKind == JsonValueKind.Object)
                Compare(name + ".", property.Value, other, changed);
            else if (!isKnown || !JsonElement.DeepEquals(property.Value, other))
                changed.Add($"{name} = {property.Value.GetRawText()}");
        }
    }
}
