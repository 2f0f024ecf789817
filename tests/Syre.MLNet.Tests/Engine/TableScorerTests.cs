using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Networks;
using Syre.MLNet.Scoring;
using Syre.MLNet.Stock;
using Syre.MLNet.Tests.Tabular;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Engine;

/// <summary>Sparse rows are scored by the CPU engine, which reads tables where they lie.</summary>
[TestClass]
public sealed class TableScorerTests
{
    private const int Slots = 3000;

    private static readonly MLContext s_ml = new(1);
    private static readonly IDataView s_data = SparseFeaturesTests.Rows(s_ml, Slots, rows: 200);

    public static IEnumerable<object[]> Shapes =>
        from task in new[] { "binary", "multiclass", "regression" }
        from hidden in new[] { 0, 1, 3 }
        from scaled in new[] { true, false }
        select new object[] { task, hidden, scaled, hidden == 1 ? 3 : 1 };

    [TestMethod]
    [DynamicData(nameof(Shapes))]
    public void Scores_are_those_of_torch_and_of_the_saved_file(string task, int hidden, bool scaled, int members)
    {
        SyreNetworkOptions options = Small.Options with
        {
            HiddenLayers = [.. Enumerable.Repeat(17, hidden)],
            ScaleFeatures = scaled,
            Members = members,
            Epochs = 2,
            Seed = 1,
            MissingValues = MissingValues.Skip,
        };
        IDataView data = Labelled(task);
        using SyreNetworkTransformer model = task switch
        {
            "binary" => s_ml.BinaryClassification.Trainers.SyreNetwork(options).Fit(data),
            "multiclass" => s_ml.MulticlassClassification.Trainers.SyreNetwork(options).Fit(data),
            _ => s_ml.Regression.Trainers.SyreNetwork(options).Fit(data),
        };
        Assert.HasCount(members, model.Model.ScoringNetwork.Tables);
        VBuffer<float>[] rows = [.. ScoredBlock.Features(data), .. OddRows()];
        float[] outputs = ScoredBlock.Compare(model.Model.ScoringNetwork, rows);
        int size = model.Model.ScoringNetwork.Outputs;
        Assert.IsTrue(outputs[..^(2 * size)].All(float.IsFinite), "An empty row and large values are no missing ones.");
        Assert.IsTrue(
            outputs[^(2 * size)..].All(float.IsNaN), "A missing value that is not filled in makes outputs NaN, seen in training or not.");

        using var file = new MemoryStream();
        s_ml.Model.Save(model, data.Schema, file);
        file.Position = 0;
        ITransformer loaded = new MLContext().Model.LoadSurely(file, out _);
        ScoredBlock.AreAlike(Scores(loaded), Scores(model), "scores of the file");
        ((IDisposable)loaded).Dispose();

        float[] Scores(ITransformer scoring) => task == "multiclass" ? Small.VectorScores(scoring, data) : Small.Scores(scoring, data);
    }

    [TestMethod]
    [DataRow(1, 2)]
    [DataRow(5, 4)]
    public void Networks_of_texts_score_as_torch_does(int classes, int hidden)
    {
        const int ngrams = 500;
        using ScoringNetwork network = new TextSpec(ngrams, hidden, classes, 20).Create(new NetworkMaking(CPU, 1));
        var random = new Random(classes);
        using (no_grad())
        {
            foreach (Tensor parameter in network.parameters())
                parameter.copy_(tensor(Numbers((int)parameter.numel())).reshape(parameter.shape));
        }
        network.eval();
        ScoredBlock.Compare(network, [.. Enumerable.Range(0, 150).Select(row =>
        {
            int[] slots = [.. Enumerable.Range(0, row % 40).Select(_ => random.Next(ngrams)).Distinct().Order()];
            return new VBuffer<float>(ngrams, slots.Length, Numbers(slots.Length), slots);
        })]);

        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }

    [TestMethod]
    public void Weights_that_were_changed_are_seen_and_a_table_is_not_copied()
    {
        using SyreNetworkTransformer model = Fit(Small.Options with { Members = 1 });
        float[] before = Small.Scores(model, s_data);
        Tensor table = model.Model.ScoringNetwork.Tables.Single().Weights;
        foreach (Tensor changed in new[] { table, model.Model.ScoringNetwork.parameters().First(one => one.numel() != table.numel()) })
        {
            using (no_grad())
                changed.mul_(2);
            Assert.AreNotEqual(before[0], Small.Scores(model, s_data)[0]);
            using (no_grad())
                changed.mul_(0.5);
            Assert.AreSequenceEqual(before, Small.Scores(model, s_data));
        }
        using EngineScorer scorer = EngineScorer.Of(model.Model.ScoringNetwork, CPU)!;
        IEngineCopy present = scorer.Present();
        using (no_grad())
            table.mul_(0.5);
        Assert.AreSame(present, scorer.Present());
    }

    [TestMethod]
    public void Many_threads_score_one_model_at_once_in_blocks_and_by_rows()
    {
        using SyreNetworkTransformer model = Fit(Small.Options);
        float[] expected = Small.Scores(model, s_data);
        VBuffer<float>[] rows = ScoredBlock.Features(s_data);
        Parallel.For(0, 32, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            if (i % 2 == 0)
            {
                Assert.AreSequenceEqual(expected, Small.Scores(model, s_data));
                return;
            }
            SchemaDefinition schema = SchemaDefinition.Create(typeof(SparseFeaturesTests.Row));
            schema[nameof(SparseFeaturesTests.Row.Features)].ColumnType = model.FeatureColumnType;
            using var engine = s_ml.Model.CreatePredictionEngine<SparseFeaturesTests.Row, Answer>(
                model, new PredictionEngineOptions { OwnsTransformer = false, InputSchemaDefinition = schema });
            for (int row = 0; row < rows.Length; row++)
                Assert.AreEqual(expected[row], engine.Predict(new SparseFeaturesTests.Row { Features = rows[row] }).Score);
        });
    }

    [TestMethod]
    public void Disposing_while_threads_score_lets_them_end_or_says_so() => DisposalCheck.WhileThreadsScore(
        round => Fit(Small.Options with { Epochs = 1, Seed = round }), s_data, threadCount: 3);

    private static SyreNetworkTransformer Fit(SyreNetworkOptions options) =>
        s_ml.BinaryClassification.Trainers.SyreNetwork(options).Fit(s_data);

    /// <summary>
    /// Rows without an entry and with large ones, then two with a missing value: of a slot that occurs, and of one that does not.
    /// </summary>
    private static VBuffer<float>[] OddRows() =>
    [
        new(Slots, 0, [], []),
        new(Slots, 2, [1e30f, -1e30f], [2, 3]),
        new(Slots, 1, [float.NaN], [2]),
        new(Slots, 2, [1, float.PositiveInfinity], [1, Slots - 1]),
    ];

    private static IDataView Labelled(string task)
    {
        if (task == "binary")
            return s_data;
        return task == "multiclass"
            ? s_ml.Transforms.Conversion.MapValueToKey("Label").Fit(s_data).Transform(s_data)
            : s_ml.Transforms.Conversion.ConvertType("Label").Fit(s_data).Transform(s_data);
    }

    private sealed class Answer
    {
        public float Score { get; set; }
    }
}
