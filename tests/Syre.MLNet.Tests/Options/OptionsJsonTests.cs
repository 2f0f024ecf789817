using System.Globalization;
using System.Text.Json.Nodes;
using Syre.Torch;

namespace Syre.MLNet.Tests.Options;

/// <summary>Options as text: every option that is data goes there and back, and what is not named has its default.</summary>
[TestClass]
public sealed class OptionsJsonTests
{
    public static IEnumerable<object[]> Changed =>
    [
        [new SyreNetworkOptions()],
        [new SyreTextClassificationOptions()],
        [new SyreNetworkOptions
        {
            LabelColumnName = "Größe \"q\"", FeatureColumnName = "x\ny", ExampleWeightColumnName = "w", Epochs = 7,
            BatchSize = 3, LearningRate = 1e-300,
            LearningRateSchedule = LearningRateSchedule.FlatCosine, ValidationFraction = 0, Metric = TrainingMetric.LogLoss,
            EarlyStoppingPatience = 2, TimeLimit = TimeSpan.FromTicks(12345678901), GradientClipNorm = 0.1, Device = "cuda:3", Threads = 9,
            Seed = long.MinValue, Dropout = 0, LabelSmoothing = 0.3, HiddenLayers = [1, 2_000_000], Activation = Activation.Tanh,
            ParametricActivation = false, ScaleFeatures = false, NumericEmbedding = NumericEmbedding.None,
            Interval = 0.95, LowerColumnName = "von", UpperColumnName = "bis",
            Syre = new SyreOptions { Mode = DecayMode.SyreAdvanced, WeightDecay = 3, Sigma0 = 0.1 + 0.2, Seed = 5, Coupled = true },
            Collapse = new CollapseOptions
            {
                ColumnName = null, Policy = CollapsePolicy.Throw, Rows = 9, Thresholds = new() { DeadShare = 0.123 },
            },
        }],
    ];

    [TestMethod]
    [DynamicData(nameof(Changed))]
    public void Every_option_goes_there_and_back_in_any_culture(SyreTrainerOptions options)
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            SyreTrainerOptions read = SyreTrainerOptions.FromJson(options.ToJson());
            Assert.AreSame(options.GetType(), read.GetType());
            Assert.AreEqual(options.ToJson(indented: false), read.ToJson(indented: false));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    /// <summary>An option that is added later is written, unless it is said to be no data.</summary>
    [TestMethod]
    [DynamicData(nameof(Changed))]
    public void Every_property_is_in_the_text_or_marked_as_no_data(SyreTrainerOptions options)
    {
        JsonObject written = JsonNode.Parse(options.ToJson())!.AsObject();
        string[] expected =
        [
            "Trainer",
            .. options.GetType().GetProperties()
                .Where(property => !property.IsDefined(typeof(System.Text.Json.Serialization.JsonIgnoreAttribute), inherit: true))
                .Select(property => property.Name),
        ];
        CollectionAssert.AreEquivalent(expected, written.Select(property => property.Key).ToArray());
    }

    [TestMethod]
    public void What_is_not_named_has_the_trainers_default_in_nested_records_too()
    {
        var options = (SyreNetworkOptions)SyreTrainerOptions.FromJson(
            """{ "Syre": { "Mode": "Plain" }, "Epochs": 3, "Trainer": "SyreNetwork" }""");
        Assert.AreEqual(new SyreNetworkOptions().Syre with { Mode = DecayMode.Plain }, options.Syre);
        Assert.AreEqual((3, 0.15), (options.Epochs, options.Dropout));
        Assert.AreEqual(0.3, SyreTrainerOptions.FromJson("""{ "Trainer": "SyreTextClassification" }""").Dropout);
    }

    [TestMethod]
    [DataRow("null", "null")]
    [DataRow("", "")]
    [DataRow("[]", "")]
    [DataRow("{}", "Trainer is SyreNetwork, SyreTextClassification or SyreEncoder")]
    [DataRow("""{ "Trainer": "SyreNetwork", "Epochs": 1, "Epochs": 2 }""", "Epochs")]
    [DataRow("""{ "Trainer": "LightGbm" }""", "LightGbm")]
    [DataRow("""{ "Trainer": "SyreNetwork", "Epoch": 3 }""", "Epoch")]
    [DataRow("""{ "Trainer": "SyreNetwork", "Syre": null }""", "Syre")]
    [DataRow("""{ "Trainer": "SyreNetwork", "Syre": { "Decay": 3 } }""", "Decay")]
    [DataRow("""{ "Trainer": "SyreNetwork", "Epochs": "many" }""", "Epochs")]
    [DataRow("""{ "Trainer": "SyreNetwork", "Metric": "Luck" }""", "Metric")]
    public void What_is_no_option_is_refused_with_its_name(string json, string named)
    {
        FormatException e = Assert.ThrowsExactly<FormatException>(() => SyreTrainerOptions.FromJson(json));
        StringAssert.Contains(e.Message, named);
        Assert.IsNotNull(e.InnerException);
    }

    [TestMethod]
    public void A_saved_model_holds_this_text_of_its_options()
    {
        string path = Path.GetTempFileName();
        var ml = new Microsoft.ML.MLContext(1);
        using (SyreNetworkTransformer model = Tabular.Small.FitBinary(Tabular.Small.Options with { Epochs = 1 }))
            SyreModelFile.Save(ml, model, TestData.Binary(ml).Schema, path);
        Assert.AreEqual((Tabular.Small.Options with { Epochs = 1 }).ToJson(), SyreModelFile.Open(path).Options.ToJson());
        File.Delete(path);
    }
}
