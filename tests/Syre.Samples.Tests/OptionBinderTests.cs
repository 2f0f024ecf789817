using System.Text.Json;
using System.Text.Json.Nodes;
using Leaderboard.Trainers;
using Microsoft.ML.Trainers;

namespace Syre.Samples.Tests;

/// <summary>The leaderboard's options come from JSON: ours by the library, those of ML.NET's trainers by a binder.</summary>
[TestClass]
public sealed class OptionBinderTests
{
    [TestMethod]
    public void Options_of_ML_NET_are_fields() => Assert.AreEqual(
        7, Bind<SdcaMaximumEntropyMulticlassTrainer.Options>("""{ "MaximumNumberOfIterations": 7 }""").MaximumNumberOfIterations);

    [TestMethod]
    [DataRow("""{ "Iterations": 3 }""")]
    [DataRow("""{ "MaximumNumberOfIterations": "many" }""")]
    public void What_is_no_option_is_refused(string json) =>
        Assert.ThrowsExactly<JsonException>(() => Bind<SdcaMaximumEntropyMulticlassTrainer.Options>(json));

    private static T Bind<T>(string json)
        where T : new() => OptionBinder.Bind<T>(JsonNode.Parse(json)!.AsObject());
}
