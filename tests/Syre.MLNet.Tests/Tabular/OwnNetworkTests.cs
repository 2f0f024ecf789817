using Microsoft.ML;
using Syre.MLNet.Inputs;
using Syre.MLNet.Networks;
using Syre.MLNet.Stock;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Tabular;

[TestClass]
public sealed class OwnNetworkTests
{
    private static readonly MLContext s_ml = new(seed: 1);

    private static SyreNetworkOptions Options { get; } = Small.Options with { Epochs = 20, LearningRate = 0.02 };

    [TestMethod]
    public void A_network_of_common_layers_trains_and_saves_as_stock()
    {
        NetworkContext? told = null;
        using SyreNetworkTransformer model = Fit(Options with
        {
            Network = context =>
            {
                told = context;
                return nn.Sequential(
                    nn.Linear(context.InputSize, 24), nn.BatchNorm1d(24), nn.GELU(), nn.Dropout(0.1), nn.LayerNorm(24),
                    nn.Linear(24, context.OutputSize));
            },
        });
        Assert.AreEqual((4, 3), (told!.InputSize, told.OutputSize));
        IDataView data = TestData.Multiclass(s_ml);
        Assert.IsTrue(s_ml.MulticlassClassification.Evaluate(model.Transform(data)).MicroAccuracy > 0.8);

        ITransformer loaded = SaveAndLoad(model, data);
        float[] expected = Small.VectorScores(model, data), actual = Small.VectorScores(loaded, data);
        for (int i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], 1e-5f);
    }

    [TestMethod]
    public void A_module_that_cannot_be_expressed_trains_and_scores_and_saving_names_it_and_the_interface()
    {
        using SyreNetworkTransformer model = Fit(Options with
        {
            Network = context =>
                nn.Sequential(("first", nn.Linear(context.InputSize, 8)), ("odd", new Sine()), ("last", nn.Linear(8, context.OutputSize))),
        });
        IDataView data = TestData.Multiclass(s_ml);
        Assert.IsTrue(Small.VectorScores(model, data).All(float.IsFinite));
        var e = Assert.ThrowsExactly<NotSupportedException>(() => SaveAndLoad(model, data));
        StringAssert.Contains(e.Message, "network.odd");
        StringAssert.Contains(e.Message, nameof(Sine));
        StringAssert.Contains(e.Message, nameof(IOnnxExportable));
    }

    [TestMethod]
    public void Options_of_the_built_in_network_beside_ones_own_are_warned_of()
    {
        CollectionAssert.AreEqual(
            new[] { "HiddenLayers", "Activation", "ParametricActivation", "Dropout" },
            Warned(new() { HiddenLayers = [4], Activation = Activation.Tanh, ParametricActivation = false, Dropout = 0 }));
        CollectionAssert.AreEqual(Array.Empty<string>(), Warned(new() { ScaleFeatures = false, LabelSmoothing = 0 }));

        static string[] Warned(SyreNetworkOptions options)
        {
            List<string> warnings = [];
            MLContext ml = new MLContext(1).WarningsTo(warnings);
            ml.BinaryClassification.Trainers.SyreNetwork(options with
            {
                Epochs = 1,
                Network = context => nn.Linear(context.InputSize, context.OutputSize),
            }).Fit(TestData.Binary(ml, 40)).Dispose();
            return [.. warnings.Where(warning => warning.Contains("do not apply"))
                .SelectMany(warning => warning.Split(" do not")[0].Split(", "))];
        }
    }

    [TestMethod]
    public void A_function_that_gives_null_or_nothing_to_train_is_refused_in_words()
    {
        var e = Assert.ThrowsExactly<InvalidOperationException>(() => Fit(Options with { Network = _ => null! }));
        StringAssert.Contains(e.Message, "The function of Network gave null");
        e = Assert.ThrowsExactly<InvalidOperationException>(() => Fit(Options with { Network = _ => nn.Sequential(nn.ReLU()) }));
        StringAssert.Contains(e.Message, "The network of Network has no parameters");
    }

    [TestMethod]
    public void A_module_that_says_how_it_computes_saves_as_stock()
    {
        using SyreNetworkTransformer model = Fit(Options with
        {
            Network = context => nn.Sequential(nn.Linear(context.InputSize, 8), new ExportableSine(), nn.Linear(8, context.OutputSize)),
        });
        IDataView data = TestData.Multiclass(s_ml);
        float[] expected = Small.VectorScores(model, data), actual = Small.VectorScores(SaveAndLoad(model, data), data);
        for (int i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], 1e-5f);
    }

    [TestMethod]
    public void Its_random_start_follows_the_seed_and_leaves_the_global_generator_alone()
    {
        using Tensor before = get_rng_state();
        string first = Weights(), second = Weights();
        using Tensor after = get_rng_state();
        Assert.AreEqual(first, second);
        Assert.IsTrue(before.bytes.SequenceEqual(after.bytes));

        string Weights()
        {
            using SyreNetworkTransformer model = Fit(Options with { Seed = 4, Network = c => nn.Linear(c.InputSize, c.OutputSize) });
            return string.Join(' ', model.Model.Network.parameters().First().data<float>().ToArray());
        }
    }

    [TestMethod]
    public void A_wide_sparse_column_reaches_it_in_dense_batches()
    {
        using SyreNetworkTransformer model = s_ml.BinaryClassification.Trainers
            .SyreNetwork(Options with { Network = c => nn.Linear(c.InputSize, c.OutputSize) })
            .Fit(SparseFeaturesTests.Rows(s_ml, slots: 3000, rows: 300));
        Assert.AreEqual(3000, model.Model.Network.parameters().First().shape[1]);
        IDataView data = SparseFeaturesTests.Rows(s_ml, slots: 3000, rows: 300);
        Assert.IsTrue(s_ml.BinaryClassification.Evaluate(model.Transform(data)).Accuracy > 0.9);
    }

    [TestMethod]
    public void Sparse_rows_reach_it_as_the_same_dense_rows_empty_ones_too()
    {
        using var scope = NewDisposeScope();
        using ScoringNetwork network = new OwnSpec(3, 3, Scaled: false).Create(new NetworkMaking(CPU, Seed: 1, Own: nn.Identity()));
        var rows = new FeatureRows(
            null, tensor(new long[] { 1, 0, 2 }), tensor(new long[] { 0, 0, 1, 3, 3 }), tensor(new float[] { 5, 6, 7 }));
        using Tensor dense = network.Forward(rows);
        CollectionAssert.AreEqual(new long[] { 5, 3 }, dense.shape);
        CollectionAssert.AreEqual(new float[] { 0, 0, 0, 0, 5, 0, 6, 0, 7, 0, 0, 0, 0, 0, 0 }, dense.data<float>().ToArray());
    }

    private static SyreNetworkTransformer Fit(SyreNetworkOptions options) =>
        s_ml.MulticlassClassification.Trainers.SyreNetwork(options).Fit(TestData.Multiclass(s_ml));

    private static ITransformer SaveAndLoad(ITransformer model, IDataView data)
    {
        using var stream = new MemoryStream();
        s_ml.Model.Save(model, data.Schema, stream);
        stream.Position = 0;
        return new MLContext().Model.LoadSurely(stream, out _);
    }

    private class Sine() : nn.Module<Tensor, Tensor>(nameof(Sine))
    {
        public override Tensor forward(Tensor input) => input.sin();
    }

    private sealed class ExportableSine : Sine, IOnnxExportable
    {
        public string ToOnnx(OnnxExportContext context, string input) => context.Graph.AddNode("Sin", [input]);
    }
}
