using System.Text.Json.Nodes;

namespace Syre.MLNet.Tests.Persistence.Attacks;

/// <summary>What a file says of its network, changed; the graph says nothing of a seal, as in files of before there was one.</summary>
internal static class DetailAttacks
{
    public static IEnumerable<Attack> All(SoundModel sound)
    {
        yield return new("details-later", "Update Syre.MLNet", sound.WithText("syre.format", _ => "4"));
        yield return new("details-missing", "the details of the model, is missing", sound.WithModel(m =>
            m.Fields.RemoveAll(field => field.Number == 14 && Message.Parse(field.Content).Text(1) == "syre.model")));
        yield return new("details-text", "cannot be read", sound.WithText("syre.model", _ => "no JSON"));
        yield return new("details-null", "It is null", sound.WithText("syre.model", _ => "null"));
        yield return new("details-cut-off", "cannot be read", sound.WithText("syre.model", text => text[..(text.Length / 2)]));
        yield return new(
            "details-nested", "cannot be read", sound.WithText("syre.model", _ => string.Concat(Enumerable.Repeat("{\"a\":", 100_000))));
        yield return new("details-unknown", "cannot be read", sound.WithDetails(json => json["Colour"] = "red"));
        yield return new("details-unknown-option", "cannot be read", sound.WithDetails(json => json["Options"]!["Droqout"] = 0.5));
        yield return new("details-member-missing", "cannot be read", sound.WithDetails(json => json.AsObject().Remove("Inputs")));
        yield return Details("summary-null", "cannot be read", (json, _) => json["Summary"] = null);
        yield return Details("summary-negative", "Summary.Epochs is -1", (json, _) => json["Summary"]!["Epochs"] = -1);
        yield return Details("summary-best", "Summary.BestEpoch is 99", (json, _) => json["Summary"]!["BestEpoch"] = 99);
        yield return Details("summary-reason", "Summary.StopReason is 99", (json, _) => json["Summary"]!["StopReason"] = 99);
        yield return Details("task", "Task is 'ranking'", (json, _) => json["Task"] = "ranking");
        yield return Details("task-other", "there are 1 Scales", (json, _) => json["Task"] = "binary");
        yield return Details("outputs", "the graph has", (_, shape) => shape["Stages"]![2]!["Outputs"] = 5);
        yield return Details("features", "the graph has", (json, shape) =>
            (json["Inputs"], shape["Features"], shape["Entries"]) = (1_000_000, 1_000_000, 1_000_000));
        yield return Details("features-zero", "the network takes 0 features", (json, shape) =>
            (json["Inputs"], shape["Features"], shape["Sparse"], shape["Entries"]) = (0, 0, true, 1));
        yield return Details("network-null", "cannot be read", (json, _) => json["Network"] = null);
        yield return Details("network-unknown", "cannot be read", (_, shape) => shape["Network"] = "quantum");
        yield return Details("network-other", "disagree on kind", (json, _) => json["Network"] = JsonNode.Parse(
            "{\"Network\":\"own\",\"Features\":4,\"OutputSize\":1,\"Scaled\":false}"));
        yield return Details("stage-unknown", "cannot be read", (_, shape) => shape["Stages"]![1]!["Stage"] = "attention");
        yield return Details("stages-empty", "there are 0 stages", (_, shape) => shape["Stages"] = new JsonArray());
        yield return Details("stages-order", "the last of them the outputs'", (_, shape) => shape["Stages"]!.AsArray().RemoveAt(2));
        yield return Details("scale-null", "there are 0 Scales", (json, _) => json["Scales"] = new JsonArray());
        yield return Details("scale-nan", "expected are finite numbers", (json, _) => json["Scales"]![0]!["Mean"] = "NaN");
        yield return Details("scale-zero", "a deviation other than 0", (json, _) => json["Scales"]![0]!["Deviation"] = 0);
        yield return Details("options-null", "cannot be read", (json, _) => json["Options"] = null);
        yield return Details("options-list-null", "cannot be read", (json, _) => json["Options"]!["HiddenLayers"] = null);
        yield return Details("options-dropout", "Dropout is", (json, _) => json["Options"]!["Dropout"] = 7);
        yield return Details("options-syre", "Syre", (json, _) => json["Options"]!["Syre"]!["WeightDecay"] = -1);
        yield return Details("options-syre-null", "cannot be read", (json, _) => json["Options"]!["Syre"] = null);
        yield return Details("options-enum", "cannot be read", (json, _) => json["Options"]!["Metric"] = "Luck");
        yield return Details("layers-huge", "the network needs", (json, shape) =>
            (shape["Stages"]![1]!["Units"], json["Options"]!["HiddenLayers"]) = (2_000_000_000, new JsonArray(2_000_000_000)));
        yield return Details("layers-many", "there are 2001 stages", (_, shape) => Repeat(shape["Stages"]!.AsArray(), 2_001));
        yield return Details("layers-many-options", "more than 1000", (json, _) => json["Options"]!["HiddenLayers"] = Ones(100_000));
        yield return Details("layers-negative", "at least 1", (json, shape) =>
            (shape["Stages"]![1]!["Units"], json["Options"]!["HiddenLayers"]) = (-2, new JsonArray(-2)));
        yield return Details("entries", "Entries is 1", (_, shape) => shape["Entries"] = 1);
        yield return Details("entries-nan", "Entries is NaN", (_, shape) => shape["Entries"] = "NaN");
        yield return Details(
            "activation", "disagree on kind, hidden layers, activation", (_, shape) => shape["Stages"]![1]!["Activation"] = "Relu");
        yield return Details("sparse", "feature_slots", (_, shape) => shape["Sparse"] = true);
        yield return Details("unscaled", "which the network has not", (json, shape) =>
            (shape["Stages"]![0], json["Options"]!["ScaleFeatures"]) = (new JsonObject { ["Stage"] = "bound" }, false));

        yield return new("report-missing", "collapse report is missing", sound.WithModel(m =>
            m.Fields.RemoveAll(field => field.Number == 14 && Message.Parse(field.Content).Text(1) == "syre.report")));
        yield return new("report-text", "collapse report cannot be read", sound.WithText("syre.report", _ => "no JSON"));
        yield return new("report-null", "collapse report", sound.WithText("syre.report", _ => "{\"format\":1,\"report\":null}"));
        yield return new("report-later", "Update Syre.Torch",
            sound.WithText("syre.report", text => text.Replace("\"format\":1", "\"format\":2", StringComparison.Ordinal)));
        yield return Report("similarity", "similarity without units", report => Layer(report)["similarity"] = new JsonObject());
        yield return Report("similarity-units", "beyond its own", report => Layer(report)["similarity"] =
            new JsonObject { ["units"] = new JsonArray(1_000_000), ["triangle"] = Convert.ToBase64String([255]) });
        yield return Report("similarity-lengths", "similarity of 2 units has", report => Layer(report)["similarity"] =
            new JsonObject { ["units"] = new JsonArray(0, 1), ["triangle"] = Convert.ToBase64String([255]) });
        yield return Report("layers-null", "collapse report cannot be read", report => report["layers"] = null);
        yield return Report("layer-null", "a list has a null in it", report => report["layers"]!.AsArray().Add(null));
        yield return Report("width", "units and", report => Layer(report)["width"] = -1);
        yield return Report("dead", "beyond its", report => Layer(report)["measured"]!["units"]!["dead"] = new JsonArray(77));
        yield return Report(
            "finding", "a finding has the verdict", report => report["findings"] = new JsonArray(new JsonObject { ["verdict"] = 7 }));
        yield return Report("profile", "do not rise within", report => report["rowProfile"]!["probabilities"]![0] = 9);
        yield return Report("slot", "a slot of the row profile", report => report["rowProfile"]!["slots"]![0] = new JsonObject());

        Attack Details(string name, string message, Action<JsonNode, JsonNode> change) =>
            new($"details-{name}", message, sound.WithDetails(json => change(json, json["Network"]!)));

        Attack Report(string name, string message, Action<JsonNode> change) => new($"report-{name}", message, sound.WithReport(change));
    }

    private static void Repeat(JsonArray stages, int count)
    {
        while (stages.Count < count)
            stages.Insert(1, stages[1]!.DeepClone());
    }

    private static JsonNode Layer(JsonNode report) => report["layers"]![0]!;

    private static JsonArray Ones(int count) => [.. Enumerable.Range(0, count).Select(_ => (JsonNode)1)];
}
