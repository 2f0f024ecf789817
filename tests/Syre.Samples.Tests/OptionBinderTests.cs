using System.Text.Json;
using System.Text.Json.Nodes;
using Leaderboard.Trainers;
using Microsoft.ML.Trainers;
using Syre.MLNet;
using Syre.Torch;

namespace Syre.Samples.Tests;

/// <summary>The leaderboard's options come from JSON: what it does not name keeps its default, at any depth.</summary>
[TestClass]
public sealed class OptionBinderTests
{
    [TestMethod]
    public void Nested_options_keep_the_defaults_of_the_trainer()
    {
        SyreTextClassificationOptions options = Bind<SyreTextClassificationOptions>(
            """{ "Epochs": 3, "Syre": { "Mode": "Plain" }, "Collapse": { "Policy": "Ignore" } }""");
        SyreOptions defaults = new SyreTextClassificationOptions().Syre, plain = defaults with { Mode = DecayMode.Plain };
        Assert.AreEqual(new SyreTextClassificationOptions { Epochs = 3, Syre = plain, Collapse = options.Collapse }, options);
        Assert.AreEqual(CollapsePolicy.Ignore, options.Collapse.Policy);
        Assert.AreEqual(DecayMode.Syre, defaults.Mode);
    }

    [TestMethod]
    public void Options_of_ML_NET_are_fields() => Assert.AreEqual(
        7, Bind<SdcaMaximumEntropyMulticlassTrainer.Options>("""{ "MaximumNumberOfIterations": 7 }""").MaximumNumberOfIterations);

    [TestMethod]
    public void Lists_replace_lists() =>
        Assert.AreSequenceEqual([32], Bind<SyreNetworkOptions>("""{ "HiddenLayers": [32] }""").HiddenLayers);

    [TestMethod]
    [DataRow("""{ "Epoch": 3 }""")]
    [DataRow("""{ "Syre": { "Decay": 3 } }""")]
    [DataRow("""{ "Epochs": "many" }""")]
    public void What_is_no_option_is_refused(string json) =>
        Assert.ThrowsExactly<JsonException>(() => Bind<SyreTextClassificationOptions>(json));

    private static T Bind<T>(string json)
        where T : new() => OptionBinder.Bind<T>(JsonNode.Parse(json)!.AsObject());
}
