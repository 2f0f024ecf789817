using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Scoring;
using Syre.MLNet.Stock;
using Syre.MLNet.Tests.Tabular;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Engine;

/// <summary>Scores in memory come of the CPU engine, and are those of torch and of the saved file.</summary>
[TestClass]
public sealed class EngineScorerTests
{
    private static readonly MLContext s_ml = new(1);
    private static readonly IDataView s_data = TestData.Binary(s_ml, 300);

    public static IEnumerable<object[]> Tasks =>
        from task in new[] { "binary", "multiclass", "regression" }
        from activation in Enum.GetValues<Activation>()
        select new object[] { task, activation };

    [TestMethod]
    [DynamicData(nameof(Tasks))]
    public void Scores_are_those_of_torch_and_of_the_saved_file(string task, Activation activation)
    {
        SyreNetworkOptions options = Small.Options with { Activation = activation, Epochs = 2, Seed = 1 };
        (SyreNetworkTransformer fitted, IDataView data) = task switch
        {
            "binary" => (s_ml.BinaryClassification.Trainers.SyreNetwork(options).Fit(s_data), s_data),
            "multiclass" => (s_ml.MulticlassClassification.Trainers.SyreNetwork(options).Fit(TestData.Multiclass(s_ml)),
                TestData.Multiclass(s_ml)),
            _ => (s_ml.Regression.Trainers.SyreNetwork(options).Fit(TestData.Regression(s_ml)), TestData.Regression(s_ml)),
        };
        using SyreNetworkTransformer model = fitted;
        ScoredBlock.Compare(model.Model.ScoringNetwork, ScoredBlock.Features(data));

        using var file = new MemoryStream();
        s_ml.Model.Save(model, data.Schema, file);
        file.Position = 0;
        ITransformer loaded = new MLContext().Model.LoadSurely(file, out _);
        ScoredBlock.AreAlike(Scores(loaded), Scores(model), "scores of the file");
        ((IDisposable)loaded).Dispose();

        float[] Scores(ITransformer scoring) => task == "multiclass" ? Small.VectorScores(scoring, data) : Small.Scores(scoring, data);
    }

    [TestMethod]
    public void Weights_that_were_changed_are_seen_by_the_next_cursor_and_those_of_before_by_the_one_that_reads()
    {
        using SyreNetworkTransformer model = Small.FitBinary(Small.Options);
        float[] before = Small.Scores(model, s_data);
        IDataView scored = model.Transform(s_data);
        DataViewSchema.Column score = scored.Schema["Score"];
        using DataViewRowCursor begun = scored.GetRowCursor([score]);
        Assert.IsTrue(begun.MoveNext());
        using (no_grad())
        {
            foreach (Tensor parameter in model.Model.Network.parameters())
                parameter.mul_(0.5);
        }
        float[] after = Small.Scores(model, s_data);
        Assert.AreNotEqual(before[0], after[0]);
        ValueGetter<float> getter = begun.GetGetter<float>(score);
        float value = 0;
        int row = 0;
        do
        {
            getter(ref value);
            Assert.AreEqual(before[row++], value);
        }
        while (begun.MoveNext());
        Assert.AreEqual(before.Length, row);
        using (no_grad())
        {
            foreach (Tensor parameter in model.Model.Network.parameters())
                parameter.mul_(2);
        }
        Assert.AreSequenceEqual(before, Small.Scores(model, s_data));
    }

    [TestMethod]
    public void Weights_that_nobody_reads_any_more_give_their_memory_back()
    {
        using SyreNetworkTransformer model = Small.FitBinary(Small.Options with { HiddenLayers = [256, 256], Epochs = 1 }, rows: 64);
        using EngineScorer scorer = EngineScorer.Of(model.Model.ScoringNetwork, CPU)!;
        List<WeakReference> copies = [];
        for (int change = 0; change < 800; change++)
        {
            copies.Add(Present(scorer));
            using var _ = no_grad();
            foreach (Tensor parameter in model.Model.Network.parameters())
                parameter.mul_(0.99);
        }
        IEngineCopy read = scorer.Present();
        int piled = copies.Count(copy => copy.IsAlive);
        Assert.IsLessThan(790, piled, "The collector is told of native memory and comes by itself.");
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.DoesNotContain(true, copies.Select(copy => copy.IsAlive));
        Assert.AreSame(read, scorer.Present());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Present(EngineScorer scorer) => new(scorer.Present());

    [TestMethod]
    public void Many_threads_score_one_model_at_once()
    {
        using SyreNetworkTransformer model = Small.FitBinary(Small.Options);
        float[] expected = Small.Scores(model, s_data);
        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            if (i % 2 == 0)
            {
                Assert.AreSequenceEqual(expected, Small.Scores(model, s_data));
                return;
            }
            SchemaDefinition schema = SchemaDefinition.Create(typeof(Example<bool>));
            schema[nameof(Example<bool>.Features)].ColumnType = model.FeatureColumnType;
            using var engine = s_ml.Model.CreatePredictionEngine<Example<bool>, Answer>(
                model, new PredictionEngineOptions { OwnsTransformer = false, InputSchemaDefinition = schema });
            List<Example<bool>> rows = TestData.Examples(300, 1, sparse: false, TestData.BinaryLabel);
            for (int row = 0; row < rows.Count; row++)
                Assert.AreEqual(expected[row], engine.Predict(rows[row]).Score);
        });
    }

    [TestMethod]
    public void Disposing_while_threads_score_lets_them_end_or_says_so() => DisposalCheck.WhileThreadsScore(
        round => Small.FitBinary(Small.Options with { Epochs = 1, Seed = round }), s_data, threadCount: 4);

    private sealed class Answer
    {
        public float Score { get; set; }
    }
}
