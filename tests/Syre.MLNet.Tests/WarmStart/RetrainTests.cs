using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using Syre.MLNet.Stock;
using Syre.MLNet.Tests.Tabular;
using Syre.MLNet.Tests.Text;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.WarmStart;

/// <summary>A new whole model from one file and new raw rows.</summary>
[TestClass]
public sealed class RetrainTests
{
    private static readonly SyreNetworkOptions s_options = Small.Options with { Seed = 1, Epochs = 20, Calibrate = false };

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Featurisation_stays_and_new_classes_come_after_the_earlier_ones(bool own)
    {
        var ml = new MLContext(1);
        Func<NetworkContext, nn.Module<Tensor, Tensor>>? factory = own
            ? context => nn.Sequential(nn.Linear(context.InputSize, 8), nn.Tanh(), nn.Linear(8, context.OutputSize))
            : null;
        IDataView old = Fruits(ml, "apple pear", "red green"), data = Fruits(ml, "plum pear apple", "blue green red");
        ITransformer earlier = Pipeline(ml, s_options with { Network = factory, LearningRate = own ? 0.02 : null }).Fit(old);
        using var file = new TemporaryModel();
        file.Save(earlier, old.Schema);
        SyreModelFile saved = SyreModelFile.Open(file.Path);

        ITransformer still = saved.Retrain(ml, data, options => options with { Epochs = 1, LearningRate = 1e-12 }, factory);
        Assert.AreEqual("apple pear plum", Names(still.Transform(data)));
        float[][] before = Scores(earlier.Transform(old)), after = Scores(still.Transform(old));
        for (int row = 0; row < before.Length; row++)
            Assert.AreEqual(before[row][0] / before[row][1], after[row][0] / after[row][1], 1e-4 * before[row][0] / before[row][1]);

        ITransformer later = saved.Retrain(ml, data, network: factory);
        Assert.IsTrue(ml.MulticlassClassification.Evaluate(later.Transform(data)).MacroAccuracy > 0.6);
        Assert.AreEqual(
            20, ((IEnumerable<ITransformer>)later).OfType<SyreNetworkTransformer>().Single().Summary.Epochs, "the file's options");
        file.Save(later, data.Schema);
        ITransformer loaded = ml.Model.LoadSurely(file.Path, out _);
        CollectionAssert.AreEqual(Words(later.Transform(data), "Name"), Words(loaded.Transform(data), "Name"));
        ITransformer third = SyreModelFile.Open(file.Path).Retrain(ml, old, options => options with { Epochs = 1 }, factory);
        Assert.AreEqual("apple pear plum", Names(third.Transform(old)), "a class that does not occur stays known");
        foreach (ITransformer model in new[] { earlier, still, later, loaded, third })
            ((IDisposable)model).Dispose();
    }

    [TestMethod]
    public void Texts_are_retrained_with_new_words_and_classes()
    {
        var ml = new MLContext(1);
        IDataView two = TextData.MulticlassTexts(ml, classes: 2), three = TextData.MulticlassTexts(ml, classes: 3);
        ITransformer earlier = ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(ml.MulticlassClassification.Trainers.SyreTextClassification(SmallText.Options with { Epochs = 10, Calibrate = false }))
            .Append(ml.Transforms.Conversion.MapKeyToValue("Name", "PredictedLabel")).Fit(two);
        using var file = new TemporaryModel();
        file.Save(earlier, two.Schema);
        ITransformer later = SyreModelFile.Open(file.Path).Retrain(ml, three);
        Assert.AreEqual("praise complaint billing", Names(later.Transform(three)));
        Assert.IsTrue(ml.MulticlassClassification.Evaluate(later.Transform(three)).MacroAccuracy > 0.95);
        file.Save(later, three.Schema);
        ITransformer loaded = ml.Model.LoadSurely(file.Path, out _);
        CollectionAssert.AreEqual(Words(later.Transform(three), "Name"), Words(loaded.Transform(three), "Name"));
        foreach (ITransformer model in new[] { earlier, later, loaded })
            ((IDisposable)model).Dispose();
    }

    [TestMethod]
    public void A_lone_network_and_numbers_as_classes_are_retrained_too()
    {
        var ml = new MLContext(1);
        using SyreNetworkTransformer lone = Small.FitBinary(s_options);
        using var file = new TemporaryModel();
        file.Save(lone, TestData.Binary(ml).Schema);
        ITransformer again = SyreModelFile.Open(file.Path)
            .Retrain(ml, TestData.Binary(ml), options => options with { Epochs = 1, LearningRate = 1e-12 });
        float[] expected = Small.Scores(lone, TestData.Binary(ml)), actual = Small.Scores(again, TestData.Binary(ml));
        for (int row = 0; row < expected.Length; row++)
            Assert.AreEqual(expected[row], actual[row], 1e-4);

        IDataView old = Numbered(2), data = Numbered(3);
        ITransformer earlier = ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(ml.MulticlassClassification.Trainers.SyreNetwork(s_options)).Fit(old);
        file.Save(earlier, old.Schema);
        ITransformer later = SyreModelFile.Open(file.Path).Retrain(ml, data);
        Assert.AreEqual(3, Scores(later.Transform(data))[0].Length);
        foreach (ITransformer model in new[] { again, earlier, later })
            ((IDisposable)model).Dispose();

        IDataView Numbered(int classes) =>
            TestData.View(ml, TestData.Examples(120, 1, false, signal => (float)Math.Clamp((int)(signal + 1.5), 0, classes - 1) * 10));
    }

    [TestMethod]
    public void A_users_own_network_needs_its_factory()
    {
        var ml = new MLContext(1);
        using SyreNetworkTransformer own = Small.FitBinary(
            s_options with { Epochs = 1, Network = context => nn.Linear(context.InputSize, 1) });
        using var file = new TemporaryModel();
        file.Save(own, TestData.Binary(ml).Schema);
        var e = Assert.ThrowsExactly<ArgumentException>(() => SyreModelFile.Open(file.Path).Retrain(ml, TestData.Binary(ml)));
        StringAssert.Contains(e.Message, "give the factory");
    }

    [TestMethod]
    public void Rows_that_are_not_there_or_have_no_label_are_told_in_the_users_words()
    {
        var ml = new MLContext(1);
        IDataView old = Fruits(ml, "apple pear", "red green");
        using var file = new TemporaryModel();
        file.Save(Pipeline(ml, s_options with { Epochs = 1 }).Fit(old), old.Schema);
        SyreModelFile saved = SyreModelFile.Open(file.Path);
        IDataView none = ml.Data.LoadFromEnumerable(Array.Empty<Fruit>());
        IDataView unknown = ml.Data.LoadFromEnumerable(Enumerable.Repeat(new Fruit { Label = null, Colour = "red", Numbers = [1, 2] }, 20));
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => saved.Retrain(ml, none)).Message, "The training data has no rows.");
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => saved.Retrain(ml, unknown)).Message, "all instances have missing labels");
    }

    private static EstimatorChain<KeyToValueMappingTransformer> Pipeline(MLContext ml, SyreNetworkOptions options) =>
        ml.Transforms.Categorical.OneHotEncoding("Colours", "Colour")
            .Append(ml.Transforms.Concatenate("Features", "Numbers", "Colours"))
            .Append(ml.Transforms.Conversion.MapValueToKey("Label"))
            .Append(ml.MulticlassClassification.Trainers.SyreNetwork(options))
            .Append(ml.Transforms.Conversion.MapKeyToValue("Name", "PredictedLabel"));

    private static IDataView Fruits(MLContext ml, string names, string colours)
    {
        string[] labels = names.Split(' '), hues = colours.Split(' ');
        var random = new Random(1);
        return ml.Data.LoadFromEnumerable(Enumerable.Range(0, 120).Select(row => new Fruit
        {
            Label = labels[row % labels.Length],
            Colour = random.Next(4) > 0 ? hues[row % labels.Length] : hues[0],
            Numbers = [row % labels.Length + random.NextSingle(), random.NextSingle()],
        }).ToList());
    }

    private static string Names(IDataView scored)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        scored.Schema["Score"].GetSlotNames(ref names);
        return string.Join(' ', names.DenseValues());
    }

    private static string[] Words(IDataView scored, string column) =>
        [.. Small.Column<ReadOnlyMemory<char>>(scored, column).Select(word => word.ToString())];

    private static float[][] Scores(IDataView scored) =>
        [.. Small.Column<VBuffer<float>>(scored, "Score").Select(score => score.DenseValues().ToArray())];

    private sealed class Fruit
    {
        public string? Label { get; set; } = "";

        public string Colour { get; set; } = "";

        [VectorType(2)]
        public float[] Numbers { get; set; } = [];
    }
}
