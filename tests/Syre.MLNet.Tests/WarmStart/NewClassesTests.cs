using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using Syre.MLNet.Stock;
using Syre.MLNet.Tests.Tabular;
using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.WarmStart;

/// <summary>Classes of new rows go with the earlier ones by name.</summary>
[TestClass]
public sealed class NewClassesTests
{
    private static readonly SyreNetworkOptions s_options = Small.Options with { Seed = 1, Epochs = 20, Calibrate = false };

    /// <summary>Leaves the weights as they are.</summary>
    private static readonly SyreNetworkOptions s_still = s_options with { Seed = 2, Epochs = 1, LearningRate = 1e-12 };

    [TestMethod]
    [DataRow("ant bee cat", "ant bee cat", false, false, DisplayName = "a new class")]
    [DataRow("cat bee ant", "cat bee ant", true, false, DisplayName = "a new class in front of others in another order")]
    [DataRow("bee ant", "bee ant", false, true, DisplayName = "another order")]
    [DataRow("bee cat", "bee cat ant", true, true, DisplayName = "an earlier class that does not occur")]
    public void Outputs_of_earlier_classes_keep_their_weights(string classes, string expected, bool own, bool fromFile)
    {
        SyreNetworkOptions options = Of(s_options, own), still = Of(s_still, own);
        var ml = new MLContext(1);
        IDataView rows = Rows(ml, "ant bee"), others = Rows(ml, classes);
        TransformerChain<KeyToValueMappingTransformer> earlier = Pipeline(ml, options).Fit(rows);
        using var file = new TemporaryModel();
        InitialModel initial = fromFile ? file.Save(earlier, rows.Schema) : InitialModel.From(earlier);
        TransformerChain<KeyToValueMappingTransformer> later = Pipeline(ml, still with { InitialModel = initial }).Fit(others);

        IDataView before = earlier.Transform(others), after = later.Transform(others);
        string[] names = Names(after);
        Assert.AreEqual(expected, string.Join(' ', names));
        float[][] one = Scores(before), other = Scores(after);
        int ant = Array.IndexOf(names, "ant"), bee = Array.IndexOf(names, "bee");
        for (int row = 0; row < one.Length; row++)
            Assert.AreEqual(one[row][0] / one[row][1], other[row][ant] / other[row][bee], 1e-4 * one[row][0] / one[row][1]);
        Assert.IsTrue(ml.MulticlassClassification.Evaluate(after).MicroAccuracy is > 0 and <= 1);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void A_new_class_is_learnt_and_a_model_with_it_is_saved(bool own)
    {
        var ml = new MLContext(1);
        IDataView rows = Rows(ml, "ant bee"), all = Rows(ml, "cat bee ant");
        TransformerChain<KeyToValueMappingTransformer> earlier = Pipeline(ml, Of(s_options, own)).Fit(rows);
        TransformerChain<KeyToValueMappingTransformer> later =
            Pipeline(ml, Of(s_options, own) with { InitialModel = InitialModel.From(earlier), Epochs = 40 }).Fit(all);
        Assert.IsTrue(ml.MulticlassClassification.Evaluate(later.Transform(all)).MacroAccuracy > 0.8);
        using var file = new TemporaryModel();
        file.Save(later, all.Schema);
        ITransformer loaded = ml.Model.LoadSurely(file.Path, out _);
        CollectionAssert.AreEqual(
            Small.Column<ReadOnlyMemory<char>>(later.Transform(all), "Name").Select(name => name.ToString()).ToArray(),
            Small.Column<ReadOnlyMemory<char>>(loaded.Transform(all), "Name").Select(name => name.ToString()).ToArray());
    }

    [TestMethod]
    public void Theta0_of_an_output_goes_with_its_class()
    {
        var ml = new MLContext(1);
        SyreNetworkOptions pulled = s_options with
        {
            Epochs = 4,
            LearningRate = 1e-30,
            LearningRateSchedule = LearningRateSchedule.Constant,
            Syre = new SyreOptions { WeightDecay = 1e30 },
            ValidationFraction = 0,
        };
        Dictionary<string, float[]> first = Outputs("ant bee", pulled);
        InitialModel one = Model("ant bee", s_options);
        Dictionary<string, float[]> second = Outputs("cat bee dog", pulled with { Seed = 2, InitialModel = one });
        CollectionAssert.AreEquivalent(new[] { "ant", "bee", "cat", "dog" }, second.Keys.ToArray());
        CollectionAssert.AreEqual(first["ant"], second["ant"]);
        CollectionAssert.AreEqual(first["bee"], second["bee"]);
        InitialModel two = Model("cat bee dog", s_options with { Seed = 3, InitialModel = one });
        using var file = new TemporaryModel();
        two = file.Save(two.Transformer!, Rows(ml, "ant").Schema);
        Dictionary<string, float[]> third = Outputs("ant emu", pulled with { Seed = 4, InitialModel = two });
        foreach (string name in second.Keys)
            CollectionAssert.AreEqual(second[name], third[name], name);
        Assert.HasCount(5 * 16, third.Values.SelectMany(column => column).Distinct().ToArray(), "each has numbers of its own");

        InitialModel Model(string classes, SyreNetworkOptions options) => InitialModel.From(Pipeline(ml, options).Fit(Rows(ml, classes)));

        Dictionary<string, float[]> Outputs(string classes, SyreNetworkOptions options)
        {
            IDataView rows = Rows(ml, classes);
            TransformerChain<KeyToValueMappingTransformer> model = Pipeline(ml, options).Fit(rows);
            var network = model.OfType<SyreNetworkTransformer>().Single().Model.Network;
            float[] weights = [.. network.named_parameters().Last(named => named.parameter.dim() > 1).parameter.data<float>()];
            string[] names = Names(model.Transform(rows));
            return names.Index().ToDictionary(
                name => name.Item, name => weights.Where((_, element) => element % names.Length == name.Index).ToArray());
        }
    }

    [TestMethod]
    public void Classes_without_names_go_by_number_and_cannot_meet_those_with_names()
    {
        var ml = new MLContext(1);
        using SyreNetworkTransformer named = ml.MulticlassClassification.Trainers.SyreNetwork(s_options).Fit(TestData.Multiclass(ml));
        IDataView numbers = TestData.Multiclass(ml, keyValues: Array.Empty<float>());
        using SyreNetworkTransformer first = ml.MulticlassClassification.Trainers.SyreNetwork(s_options).Fit(numbers);
        using SyreNetworkTransformer second =
            ml.MulticlassClassification.Trainers.SyreNetwork(s_still with { InitialModel = InitialModel.From(first) }).Fit(numbers);
        float[] before = Small.VectorScores(first, numbers), after = Small.VectorScores(second, numbers);
        for (int i = 0; i < before.Length; i++)
            Assert.AreEqual(before[i], after[i], 1e-5);
        foreach ((SyreNetworkTransformer earlier, IDataView rows) in new[] { (named, numbers), (first, TestData.Multiclass(ml)) })
        {
            var e = Assert.ThrowsExactly<ArgumentException>(
                () =>
                    ml.MulticlassClassification.Trainers.SyreNetwork(s_still with { InitialModel = InitialModel.From(earlier) }).Fit(rows));
            StringAssert.Contains(e.Message, "MapValueToKey(\"Label\")");
        }
    }

    private static SyreNetworkOptions Of(SyreNetworkOptions options, bool own) => !own ? options : options with
    {
        LearningRate = options.LearningRate ?? 0.02,
        Network = context => nn.Sequential(nn.Linear(context.InputSize, 8), nn.Tanh(), nn.Linear(8, context.OutputSize)),
    };

    private static EstimatorChain<KeyToValueMappingTransformer> Pipeline(MLContext ml, SyreNetworkOptions options) =>
        ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(ml.MulticlassClassification.Trainers.SyreNetwork(options))
            .Append(ml.Transforms.Conversion.MapKeyToValue("Name", "PredictedLabel"));

    private static IDataView Rows(MLContext ml, string classes)
    {
        string[] names = classes.Split(' ');
        return TestData.View(
            ml, TestData.Examples(120, 1, false, signal => names[Math.Clamp((int)(signal + names.Length / 2.0), 0, names.Length - 1)]));
    }

    private static string[] Names(IDataView scored)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        scored.Schema["Score"].GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    private static float[][] Scores(IDataView scored) =>
        [.. Small.Column<VBuffer<float>>(scored, "Score").Select(score => score.DenseValues().ToArray())];
}
