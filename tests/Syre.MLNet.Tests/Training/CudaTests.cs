using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Runtime;
using Syre.MLNet.Stock;
using Syre.MLNet.Tests.Tabular;
using Syre.MLNet.Tests.Text;
using Syre.Torch;
using TorchSharp;

namespace Syre.MLNet.Tests.Training;

/// <summary>
/// Every kind of network trained on a GPU learns what it learns on the CPU, loosely, since sums are taken in another order. What it saves
/// predicts on the CPU what it predicts on the GPU.
/// </summary>
[TestClass]
public sealed class CudaTests
{
    private const string Device = "cuda";

    private static readonly MLContext s_ml = new(seed: 1);

    private static SyreNetworkOptions Table { get; } = Small.Options with { Epochs = 20, Seed = 1 };

    private static SyreTextClassificationOptions Text { get; } = SmallText.Options with { Epochs = 10 };

    [TestInitialize]
    public void NeedsDevice()
    {
        if (CudaPresence.Find().Obstacle(0) is { } obstacle)
            Assert.Inconclusive($"Not run, because {obstacle}.");
    }

    [TestMethod]
    public void Binary_table() => AreAlike(
        device => s_ml.BinaryClassification.Trainers.SyreNetwork(Table with { Device = device }).Fit(TestData.Binary(s_ml)),
        TestData.Binary(s_ml), Accuracy);

    [TestMethod]
    public void Multiclass_table() => AreAlike(
        device => s_ml.MulticlassClassification.Trainers.SyreNetwork(Table with { Device = device }).Fit(TestData.Multiclass(s_ml)),
        TestData.Multiclass(s_ml), MicroAccuracy);

    [TestMethod]
    public void Regression_table() => AreAlike(
        device => s_ml.Regression.Trainers.SyreNetwork(Table with { Device = device }).Fit(TestData.Regression(s_ml)),
        TestData.Regression(s_ml), scored => s_ml.Regression.Evaluate(scored).RSquared);

    [TestMethod]
    [DataRow(DecayMode.Plain)]
    [DataRow(DecayMode.Syre)]
    [DataRow(DecayMode.SyreAdvanced)]
    public void Sparse_table(DecayMode mode) => AreAlike(
        device => s_ml.BinaryClassification.Trainers
            .SyreNetwork(Table with { Device = device, Syre = Table.Syre with { Mode = mode }, GradientClipNorm = 5 })
            .Fit(SparseFeaturesTests.Rows(s_ml, slots: 3000, rows: 400)),
        SparseFeaturesTests.Rows(s_ml, slots: 3000, rows: 400), Accuracy);

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Own_network(bool sparse)
    {
        IDataView data = sparse ? SparseFeaturesTests.Rows(s_ml, slots: 3000, rows: 400) : TestData.Binary(s_ml);
        AreAlike(
            device => s_ml.BinaryClassification.Trainers
                .SyreNetwork(Table with
                {
                    Device = device,
                    LearningRate = 0.02,
                    Network = c =>
                        torch.nn.Sequential(torch.nn.Linear(c.InputSize, 16), torch.nn.GELU(), torch.nn.Linear(16, c.OutputSize)),
                })
                .Fit(data),
            data, Accuracy);
    }

    [TestMethod]
    public void Binary_texts() => AreAlike(
        device => s_ml.BinaryClassification.Trainers.SyreTextClassification(Text with { Device = device }).Fit(TextData.Binary(s_ml, 300)),
        TextData.Binary(s_ml, 300), Accuracy);

    [TestMethod]
    public void Multiclass_texts() => AreAlike(
        device =>
            s_ml.MulticlassClassification.Trainers.SyreTextClassification(Text with { Device = device }).Fit(TextData.Multiclass(s_ml)),
        TextData.Multiclass(s_ml), MicroAccuracy);

    private static double Accuracy(IDataView scored) => s_ml.BinaryClassification.Evaluate(scored).Accuracy;

    private static double MicroAccuracy(IDataView scored) => s_ml.MulticlassClassification.Evaluate(scored).MicroAccuracy;

    private static void AreAlike<TModel>(Func<string, TModel> fit, IDataView data, Func<IDataView, double> quality)
        where TModel : ITransformer, IDisposable
    {
        using TModel there = fit(Device), here = fit("cpu");
        Assert.AreEqual(quality(here.Transform(data)), quality(there.Transform(data)), 0.05);
        using var file = new MemoryStream();
        s_ml.Model.Save(there, data.Schema, file);
        file.Position = 0;
        ITransformer loaded = new MLContext().Model.LoadSurely(file, out _);
        bool vector = there.Transform(data).Schema["Score"].Type is VectorDataViewType;
        float[] expected = Scores(there), actual = Scores(loaded);
        for (int i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], 1e-3 * Math.Max(1, Math.Abs(expected[i])), $"score {i}");

        float[] Scores(ITransformer model) => vector ? Small.VectorScores(model, data) : Small.Scores(model, data);
    }
}
