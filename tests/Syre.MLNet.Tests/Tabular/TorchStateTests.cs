using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;
using TorchSharp;

namespace Syre.MLNet.Tests.Tabular;

/// <summary>What libtorch keeps for the process is left as found, and native memory is given back.</summary>
[TestClass]
public sealed class TorchStateTests
{
    private static readonly MLContext s_ml = new(seed: 1);

    [TestMethod]
    public void Generator_threads_gradient_mode_and_default_device_are_left_as_found()
    {
        int threads = torch.get_num_threads();
        torch.set_num_threads(2);
        using var noGradients = torch.no_grad();
        using torch.Tensor before = torch.get_rng_state();
        torch.Device device = torch.get_default_device();
        using (SyreNetworkTransformer model = Small.FitBinary(Small.Options with { Threads = 1 }))
            Small.Scores(model, TestData.Binary(s_ml));
        using torch.Tensor after = torch.get_rng_state();
        Assert.AreEqual(2, torch.get_num_threads());
        Assert.IsFalse(torch.is_grad_enabled());
        Assert.AreEqual(device.ToString(), torch.get_default_device().ToString());
        Assert.IsTrue(before.bytes.SequenceEqual(after.bytes));
        torch.set_num_threads(threads);
    }

    [TestMethod]
    public void State_is_put_back_when_training_fails()
    {
        using torch.Tensor before = torch.get_rng_state();
        Assert.ThrowsExactly<InvalidOperationException>(() => Small.FitBinary(Small.Options with
        {
            LearningRate = 1e30,
            LearningRateSchedule = LearningRateSchedule.Constant,
        }));
        using torch.Tensor after = torch.get_rng_state();
        Assert.IsTrue(before.bytes.SequenceEqual(after.bytes));
    }

    [TestMethod]
    public void Fit_score_save_load_and_dispose_give_back_every_tensor()
    {
        FitScoreSaveLoad();
        long before = Live();
        for (int i = 0; i < 3; i++)
            FitScoreSaveLoad();
        Assert.AreEqual(before, Live());
    }

    [TestMethod]
    public void Scoring_on_other_threads_gives_back_every_tensor()
    {
        IDataView data = TestData.Binary(s_ml);
        using SyreNetworkTransformer model = Small.FitBinary(Small.Options);
        s_ml.BinaryClassification.Evaluate(model.Transform(data));
        // Counts all threads, but also, for each Parameter made, a handle that was moved: no parameter is made here.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long before = torch.Tensor.TotalCount;
        for (int i = 0; i < 3; i++)
            s_ml.BinaryClassification.Evaluate(model.Transform(data));
        Assert.AreEqual(before, torch.Tensor.TotalCount);
    }

    [TestMethod]
    public void A_training_that_fails_gives_back_every_tensor()
    {
        Fail();
        long before = Live();
        Fail();
        Assert.AreEqual(before, Live());

        static void Fail() => Assert.ThrowsExactly<InvalidOperationException>(() => Small.FitBinary(Small.Options with
        {
            LearningRate = 1e30,
            LearningRateSchedule = LearningRateSchedule.Constant,
        }));
    }

    [TestMethod]
    public void A_dispose_scope_of_the_caller_does_not_take_the_network_away()
    {
        SyreNetworkTransformer model;
        using (torch.NewDisposeScope())
            model = Small.FitBinary(Small.Options);
        using (model)
            Assert.IsTrue(Small.Scores(model, TestData.Binary(s_ml)).All(float.IsFinite));
    }

    [TestMethod]
    public void Scoring_after_Dispose_says_so()
    {
        SyreNetworkTransformer model = Small.FitBinary(Small.Options);
        IDataView scored = model.Transform(TestData.Binary(s_ml));
        model.Dispose();
        model.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Transform(TestData.Binary(s_ml)));
        Assert.ThrowsExactly<ObjectDisposedException>(() => scored.GetRowCursor(scored.Schema));
    }

    /// <summary>Live tensors of this thread; a prediction engine, unlike a cursor of ML.NET's, stays on it.</summary>
    private static long Live() => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

    private static void FitScoreSaveLoad()
    {
        IDataView data = TestData.Binary(s_ml);
        using SyreNetworkTransformer model = s_ml.BinaryClassification.Trainers.SyreNetwork(Small.Options).Fit(data);
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Example<bool>));
        schema[nameof(Example<bool>.Features)].ColumnType = model.FeatureColumnType;
        var options = new PredictionEngineOptions { OwnsTransformer = false, InputSchemaDefinition = schema };
        using (var engine = s_ml.Model.CreatePredictionEngine<Example<bool>, Prediction>(model, options))
            Assert.IsTrue(float.IsFinite(engine.Predict(TestData.Examples(1, 1, sparse: false, TestData.BinaryLabel)[0]).Score));
        using var stream = new MemoryStream();
        s_ml.Model.Save(model, data.Schema, stream);
        stream.Position = 0;
        using var loaded = (IDisposable)s_ml.Model.LoadSurely(stream, out _);
    }

    private sealed class Prediction
    {
        public float Score { get; set; }
    }
}
