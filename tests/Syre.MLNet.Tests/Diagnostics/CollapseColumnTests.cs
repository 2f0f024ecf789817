using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;
using Syre.MLNet.Tests.Tabular;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Diagnostics;

/// <summary>The Collapse and Representation columns of a trainer: what they say, and that the saved file says the same.</summary>
[TestClass]
public sealed class CollapseColumnTests
{
    private static readonly MLContext s_ml = new(seed: 1);
    private static readonly CollapseOptions s_both = new() { RepresentationColumnName = "Hidden" };

    [TestMethod]
    public void Slots_are_named_layer_by_layer_then_the_representation_then_the_model()
    {
        using SyreNetworkTransformer model = Small.FitBinary(Small.Options);
        CollectionAssert.AreEqual(
            new[]
            {
                "ActiveShare.hidden1", "ActiveShare.hidden2", "RelativeNorm", "OutsideSubspace", "EffectiveRankRatio",
                "DeadShare", "DuplicateShare",
                "MirrorDistance",
            },
            Names(model.Transform(TestData.Binary(s_ml))));
    }

    [TestMethod]
    public void Slots_of_the_model_are_those_of_its_report_where_it_is_worst()
    {
        using SyreNetworkTransformer model = Small.FitBinary(
            Small.Options with { Activation = Activation.Relu, ParametricActivation = false });
        float[][] rows = Rows(model.Transform(TestData.Binary(s_ml)), "Collapse");
        float[] expected =
        [
            (float)model.Report.Layers.Min(layer => layer.EffectiveRankRatio),
            (float)model.Report.Layers.Max(layer => layer.Measured.Units.DeadShare),
            (float)model.Report.Layers.Max(layer => layer.Measured.Units.DuplicateShare),
            (float)model.Report.Layers.Min(layer => layer.Measured.Mirrors!.Nearest),
        ];
        foreach (float[] row in rows)
            CollectionAssert.AreEqual(expected, row[4..]);
    }

    [TestMethod]
    public void Row_slots_are_what_their_definitions_say()
    {
        IDataView data = TestData.Multiclass(s_ml);
        using SyreNetworkTransformer model = s_ml.MulticlassClassification.Trainers
            .SyreNetwork(Small.Options with
            {
                Collapse = s_both,
                ValidationFraction = 0,
                ScaleFeatures = false,
                LearningRate = 0.01,
                Network = c =>
                    nn.Sequential(nn.Linear(c.InputSize, 12), nn.ReLU(), nn.Linear(12, 20), nn.ReLU(), nn.Linear(20, c.OutputSize)),
            })
            .Fit(data);
        IDataView scored = model.Transform(data);
        float[][] slots = Rows(scored, "Collapse"), hidden = Rows(scored, "Hidden"), features = Rows(data, "Features");

        using var scope = NewDisposeScope();
        nn.Module<Tensor, Tensor>[] layers = [.. model.Model.Network.children().Cast<nn.Module<Tensor, Tensor>>()];
        Tensor first = layers[1].forward(layers[0].forward(Matrix(features)));
        Tensor last = layers[3].forward(layers[2].forward(first));
        Equal(last, Matrix(hidden), 1e-5);
        Equal((first > 0).to(float64).mean([1]), Matrix(slots)[.., 0], 1e-6);
        Equal((last > 0).to(float64).mean([1]), Matrix(slots)[.., 1], 1e-6);

        Tensor representation = last.to(float64);
        Tensor norms = representation.square().sum(dim: 1).sqrt();
        Equal(norms / norms.sort().Values[norms.shape[0] / 2], Matrix(slots)[.., 2], 1e-5);

        Tensor centred = representation - representation.mean([0], keepdim: true);
        (Tensor _, Tensor singular, Tensor directions) = linalg.svd(centred, fullMatrices: false);
        Tensor energy = singular.square().cumsum(0) / singular.square().sum();
        long kept = 1 + (energy < 0.99).sum().item<long>();
        Tensor inside = centred.matmul(directions[..(int)kept].t()).square().sum(dim: 1);
        Equal(1 - inside / centred.square().sum(dim: 1), Matrix(slots)[.., 3], 1e-4);
    }

    [TestMethod]
    [DataRow("binary", Activation.Relu)]
    [DataRow("binary", Activation.Selu)]
    [DataRow("multiclass", Activation.Tanh)]
    [DataRow("regression", Activation.Mish)]
    public void The_saved_file_says_the_same(string task, Activation activation)
    {
        SyreNetworkOptions options = Small.Options with { Activation = activation, Collapse = s_both };
        (IEstimator<ITransformer> trainer, IDataView data) = Of(task, options);
        SaysTheSame(trainer.Fit(data), data);
    }

    [TestMethod]
    public void The_saved_file_of_a_network_of_ones_own_says_the_same() => SaysTheSame(Own(c => nn.Sequential(
        nn.Unflatten(1, [1, c.InputSize]),
        nn.Conv1d(1, 6, 3L, padding: 1), nn.ReLU(), nn.Conv1d(6, 4, 2L), nn.Tanh(), nn.Flatten(),
        nn.Linear(4 * (c.InputSize - 1), 9), nn.GELU(), nn.Linear(9, c.OutputSize))), TestData.Multiclass(s_ml));

    [TestMethod]
    public void The_saved_file_of_a_sparse_network_says_the_same()
    {
        IDataView data = SparseFeaturesTests.Rows(s_ml, slots: 3000, rows: 300);
        SaysTheSame(s_ml.BinaryClassification.Trainers.SyreNetwork(Small.Options with { Collapse = s_both }).Fit(data), data);
    }

    [TestMethod]
    public void Without_hidden_layers_the_logits_are_the_representation()
    {
        IDataView data = TestData.Multiclass(s_ml);
        using SyreNetworkTransformer model = s_ml.MulticlassClassification.Trainers
            .SyreNetwork(Small.Options with { HiddenLayers = [], Collapse = s_both })
            .Fit(data);
        IDataView scored = model.Transform(data);
        Assert.AreEqual(3, Rows(scored, "Hidden")[0].Length);
        CollectionAssert.AreEqual(
            new[] { "RelativeNorm", "OutsideSubspace", "EffectiveRankRatio", "DeadShare", "DuplicateShare", "MirrorDistance" },
            Names(scored));
        Assert.IsTrue(Rows(scored, "Collapse").All(row => float.IsFinite(row[0]) && float.IsFinite(row[1]) && row[2..].All(float.IsNaN)));
        SaysTheSame(model, data);
    }

    [TestMethod]
    public void A_row_with_a_missing_feature_that_is_not_filled_in_has_no_row_slots_and_keeps_those_of_the_model()
    {
        using SyreNetworkTransformer model =
            Small.FitBinary(Small.Options with { Collapse = s_both, MissingValues = MissingValues.Skip });
        List<Example<bool>> examples = TestData.Examples(1, seed: 1, sparse: false, TestData.BinaryLabel);
        examples[0].Features = new VBuffer<float>(4, [1, float.NaN, 0, 0]);
        IDataView data = TestData.View(s_ml, examples);
        foreach (ITransformer scorer in new[] { model, SaveAndLoad(model, data) })
        {
            float[] row = Rows(scorer.Transform(data), "Collapse")[0];
            Assert.IsTrue(row[..4].All(float.IsNaN));
            Assert.IsTrue(row[4..].All(float.IsFinite));
        }
    }

    [TestMethod]
    public void Columns_can_be_renamed_and_left_out()
    {
        IDataView data = TestData.Binary(s_ml);
        using SyreNetworkTransformer none = Small.FitBinary(Small.Options with { Collapse = new CollapseOptions { ColumnName = null } });
        using SyreNetworkTransformer renamed = Small.FitBinary(
            Small.Options with { Collapse = new CollapseOptions { ColumnName = "Health" } });
        Assert.IsNull(none.GetOutputSchema(data.Schema).GetColumnOrNull("Collapse"));
        Assert.IsNull(SaveAndLoad(none, data).GetOutputSchema(data.Schema).GetColumnOrNull("Collapse"));
        Assert.IsNotNull(renamed.GetOutputSchema(data.Schema).GetColumnOrNull("Health"));
        Assert.IsNull(renamed.GetOutputSchema(data.Schema).GetColumnOrNull("Collapse"));
    }

    [TestMethod]
    public void Scores_are_the_same_bits_whether_or_not_the_diagnostics_are_read()
    {
        using SyreNetworkTransformer model = Small.FitBinary(Small.Options);
        IDataView scored = model.Transform(TestData.Binary(s_ml));
        float[] alone = Small.Column<float>(scored, "Score");
        List<float> together = [];
        using DataViewRowCursor cursor = scored.GetRowCursor([scored.Schema["Score"], scored.Schema["Collapse"]]);
        ValueGetter<float> score = cursor.GetGetter<float>(scored.Schema["Score"]);
        while (cursor.MoveNext())
        {
            float value = 0;
            score(ref value);
            together.Add(value);
        }
        CollectionAssert.AreEqual(alone, together);
    }

    private static (IEstimator<ITransformer> Trainer, IDataView Data) Of(string task, SyreNetworkOptions options) => task switch
    {
        "binary" => (s_ml.BinaryClassification.Trainers.SyreNetwork(options), TestData.Binary(s_ml)),
        "multiclass" => (s_ml.MulticlassClassification.Trainers.SyreNetwork(options), TestData.Multiclass(s_ml)),
        _ => (s_ml.Regression.Trainers.SyreNetwork(options), TestData.Regression(s_ml)),
    };

    private static SyreNetworkTransformer Own(Func<NetworkContext, nn.Module<Tensor, Tensor>> network) =>
        s_ml.MulticlassClassification.Trainers
            .SyreNetwork(Small.Options with { Network = network, Collapse = s_both })
            .Fit(TestData.Multiclass(s_ml));

    private static void SaysTheSame(ITransformer model, IDataView data)
    {
        ITransformer loaded = SaveAndLoad(model, data);
        IDataView expected = model.Transform(data), actual = loaded.Transform(data);
        CollectionAssert.AreEqual(expected.Schema.Select(c => c.Name).ToArray(), actual.Schema.Select(c => c.Name).ToArray());
        foreach (string column in new[] { "Collapse", "Hidden" })
        {
            Assert.AreEqual(expected.Schema[column].Type, actual.Schema[column].Type);
            using var scope = NewDisposeScope();
            Equal(Matrix(Rows(expected, column)), Matrix(Rows(actual, column)), 1e-5);
        }
        CollectionAssert.AreEqual(Names(expected), Names(actual));
        (model as IDisposable)?.Dispose();
    }

    private static string[] Names(IDataView scored)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        scored.Schema["Collapse"].GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    private static float[][] Rows(IDataView data, string column) =>
        [.. Small.Column<VBuffer<float>>(data, column).Select(row => row.DenseValues().ToArray())];

    private static Tensor Matrix(float[][] rows) => tensor(rows.SelectMany(row => row).ToArray()).reshape(rows.Length, -1);

    private static void Equal(Tensor expected, Tensor actual, double tolerance)
    {
        double[] a = expected.to(float64).data<double>().ToArray(), b = actual.to(float64).data<double>().ToArray();
        Assert.HasCount(a.Length, b);
        for (int i = 0; i < a.Length; i++)
            Assert.AreEqual(a[i], b[i], tolerance, $"value {i}");
    }

    private static ITransformer SaveAndLoad(ITransformer model, IDataView data)
    {
        using var stream = new MemoryStream();
        s_ml.Model.Save(model, data.Schema, stream);
        stream.Position = 0;
        return new MLContext().Model.LoadSurely(stream, out _);
    }
}
