using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Tests.Tabular;
using Syre.MLNet.Tests.Text;

namespace Syre.MLNet.Tests.Training;

/// <summary>Rows weigh by their class as if the class occurred as many times as often.</summary>
[TestClass]
public sealed class ClassWeightsTests
{
    private static readonly MLContext s_ml = new(seed: 1);

    private static readonly SyreNetworkOptions s_options = Small.Options with
    {
        HiddenLayers = [],
        Epochs = 200,
        LearningRate = 0.5,
        LearningRateSchedule = LearningRateSchedule.Cosine,
        LabelSmoothing = 0,
        Seed = 1,
        ValidationFraction = 0,
        BatchSize = 500,
    };

    /// <summary>Features that say nothing: the best probabilities are the shares of the classes, 60, 30 and 10 %.</summary>
    private static List<Row> Rows()
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, 1000).Select(row => new Row
        {
            Features = [random.NextSingle()],
            IsRare = row % 10 == 9,
            Class = row % 10 < 6 ? "often" : row % 10 < 9 ? "seldom" : "rare",
            Weight = row % 20 == 19 ? 3 : 1,
            Text = "word",
        })];
    }

    [TestMethod]
    [DataRow(TrainingEngine.Cpu)]
    [DataRow(TrainingEngine.Autograd)]
    public void Probabilities_are_those_of_rows_in_which_classes_are_as_frequent_as_they_weigh(TrainingEngine engine)
    {
        SyreNetworkOptions options = s_options with { Engine = engine };
        AreClose([0.6f, 0.3f, 0.1f], Of(options));
        AreClose([1 / 3f, 1 / 3f, 1 / 3f], Of(options with { ClassWeights = ClassWeights.Balanced }));
        AreClose(
            [0.6f / 1.5f, 0.3f / 1.5f, 0.6f / 1.5f], Of(options with { ClassWeights = ClassWeights.Given(("rare", 6)) }));
        // Half of the rare rows weigh three times as much, and so the class twice.
        AreClose([0.6f / 1.1f, 0.3f / 1.1f, 0.2f / 1.1f], Of(options with { ExampleWeightColumnName = "Weight" }));
        AreClose(
            [1 / 3f, 1 / 3f, 1 / 3f],
            Of(options with { ExampleWeightColumnName = "Weight", ClassWeights = ClassWeights.Balanced }));
        AreClose(
            [0.6f / 1.3f, 0.3f / 1.3f, 0.4f / 1.3f],
            Of(options with { ExampleWeightColumnName = "Weight", ClassWeights = ClassWeights.Given(("rare", 2)) }));
    }

    [TestMethod]
    public void Two_classes_are_named_by_their_Boolean()
    {
        Assert.AreEqual(0.1f, Of(ClassWeights.None), 0.02f);
        Assert.AreEqual(0.5f, Of(ClassWeights.Balanced), 0.02f);
        Assert.AreEqual(0.3f / 1.2f, Of(ClassWeights.Given(("True", 3))), 0.02f);

        float Of(ClassWeights weights)
        {
            using SyreNetworkTransformer model = s_ml.BinaryClassification.Trainers
                .SyreNetwork(s_options with { LabelColumnName = "IsRare", ClassWeights = weights }).Fit(View());
            return Small.Column<float>(model.Transform(View()), "Probability").Average();
        }
    }

    [TestMethod]
    public void Texts_weigh_alike()
    {
        Assert.AreEqual(0.1f, Of(ClassWeights.None), 0.03f);
        Assert.AreEqual(0.5f, Of(ClassWeights.Balanced), 0.03f);

        float Of(ClassWeights weights)
        {
            using SyreTextClassificationTransformer model = s_ml.BinaryClassification.Trainers.SyreTextClassification(
                SmallText.Options with { LabelColumnName = "IsRare", ClassWeights = weights, Epochs = 40, Seed = 1, ProfileFraction = 0 })
                .Fit(View());
            return Small.Column<float>(model.Transform(View()), "Probability").Average();
        }
    }

    [TestMethod]
    public void Held_back_rows_weigh_by_their_class_too()
    {
        using SyreNetworkTransformer model = s_ml.BinaryClassification.Trainers.SyreNetwork(s_options with
        {
            LabelColumnName = "IsRare",
            ClassWeights = ClassWeights.Given(("True", 9), ("False", 1)),
            ValidationFraction = 0.2,
        }).Fit(View());
        Assert.AreEqual(200, model.Summary.ValidationRows);
        Assert.AreEqual(Math.Log(2), model.Summary.ValidationLoss!.Value, 0.01);
        // By their number it would be a tenth, or nine.
        Assert.IsInRange(0.3, 0.7, model.Summary.ValidationError!.Value);
    }

    [TestMethod]
    public void What_cannot_be_weighed_is_refused_by_name()
    {
        var unknown = Assert.ThrowsExactly<ArgumentException>(() => Of(s_options with { ClassWeights = ClassWeights.Given(("never", 2)) }));
        StringAssert.Contains(unknown.Message, "'never', which is no class of label 'Class'. Its classes are often, seldom, rare.");
        var negative = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => Of(s_options with { ClassWeights = ClassWeights.Given(("rare", -1)) }));
        StringAssert.Contains(negative.Message, "a weight of -1 for class 'rare'");
        var number = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => s_ml.Regression.Trainers.SyreNetwork(s_options with { ClassWeights = ClassWeights.Balanced }));
        StringAssert.Contains(number.Message, "for classification only");
        var nothing = Assert.ThrowsExactly<InvalidOperationException>(
            () => Of(s_options with { ClassWeights = ClassWeights.Given(("often", 0), ("seldom", 0), ("rare", 0)) }));
        StringAssert.Contains(nothing.Message, "All rows have a weight of 0");
    }

    [TestMethod]
    public void Weights_are_options_that_JSON_keeps()
    {
        SyreNetworkOptions options = s_options with { ClassWeights = ClassWeights.Given(("rare", 6.5)) };
        ClassWeights read = SyreTrainerOptions.FromJson(options.ToJson()).ClassWeights;
        Assert.AreEqual((false, 6.5), (read.AreBalanced, read.ByClass!["rare"]));
        string balanced = (s_options with { ClassWeights = ClassWeights.Balanced }).ToJson();
        Assert.AreEqual(ClassWeights.Balanced, SyreTrainerOptions.FromJson(balanced).ClassWeights);
        Assert.AreEqual(ClassWeights.None, SyreTrainerOptions.FromJson(s_options.ToJson()).ClassWeights);
    }

    private static IDataView View() => s_ml.Data.LoadFromEnumerable(Rows());

    /// <summary>The mean probability of each class.</summary>
    private static float[] Of(SyreNetworkOptions options)
    {
        IDataView data = s_ml.Transforms.Conversion.MapValueToKey("Class").Fit(View()).Transform(View());
        using SyreNetworkTransformer model =
            s_ml.MulticlassClassification.Trainers.SyreNetwork(options with { LabelColumnName = "Class" }).Fit(data);
        float[] all = Small.VectorScores(model, data);
        return [.. Enumerable.Range(0, 3).Select(one => all.Where((_, i) => i % 3 == one).Average())];
    }

    private static void AreClose(float[] expected, float[] actual)
    {
        for (int i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], 0.02f, $"class {i}");
    }

    private sealed class Row
    {
        [VectorType(1)]
        public float[] Features { get; set; } = [];

        public bool IsRare { get; set; }

        public string Class { get; set; } = "";

        public float Weight { get; set; }

        public string Text { get; set; } = "";
    }
}
