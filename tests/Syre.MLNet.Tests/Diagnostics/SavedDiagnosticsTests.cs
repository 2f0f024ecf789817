using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;
using Syre.MLNet.Tests.Conformance;
using Syre.Torch.Tests;

namespace Syre.MLNet.Tests.Diagnostics;

[TestClass]
public sealed class SavedDiagnosticsTests
{
    private static readonly MLContext s_ml = new(seed: 1);

    [TestMethod]
    public void The_report_travels_in_the_file_which_holds_no_network()
    {
        IDataView data = ColumnData.View(s_ml, ColumnData.Normal(700, 12));
        using CollapseDiagnosticsTransformer model = s_ml.Transforms.CollapseDiagnostics("Output", "Features").Fit(data);
        string path = Path.GetTempFileName();
        s_ml.Model.Save(model, data.Schema, path);
        Assert.IsEmpty(SyreModelFile.OpenAll(path));
        Assert.AreEqual(model.Report.ToJson(), SyreModelFile.ReadReport(path).ToJson());
        File.Delete(path);
    }

    [TestMethod]
    public void Texts_are_diagnosed_one_by_one_by_an_engine_over_the_loaded_file()
    {
        IDataView data = TextData.Binary(s_ml, rows: 300);
        ITransformer model = s_ml.Transforms.Text.FeaturizeText("Features", "Text")
            .Append(s_ml.Transforms.CollapseDiagnostics("Output", "Features")).Fit(data);
        using var file = new MemoryStream();
        s_ml.Model.Save(model, data.Schema, file);
        var stock = new MLContext();
        ITransformer loaded = stock.Model.LoadSurely(new MemoryStream(file.ToArray()), out _);
        float[][] batch = [.. s_ml.Data.CreateEnumerable<VectorPrediction>(
            model.Transform(s_ml.Data.LoadFromEnumerable(TextData.Odd)), false)
            .Select(prediction => prediction.Vector)];
        using PredictionEngine<TextRow, VectorPrediction> engine = stock.Model.CreatePredictionEngine<TextRow, VectorPrediction>(loaded);
        for (int row = 0; row < batch.Length; row++)
            Values.MustBeSame(batch[row], engine.Predict(TextData.Odd[row]).Vector, 1e-5, $"text {row}");
        Assert.AreEqual(0, engine.Predict(new TextRow { Text = "" }).Vector[0]);
        Assert.AreNotEqual(batch[0][2], batch[5][2]);
    }

    [NoTensorLeaks]
    public void Fitting_and_scoring_leave_no_tensors()
    {
        foreach (int width in new[] { 20, 1100 })
        {
            IDataView data = ColumnData.View(s_ml, ColumnData.Normal(40, width));
            using CollapseDiagnosticsTransformer model = s_ml.Transforms.CollapseDiagnostics("Output", "Features").Fit(data);
            Assert.AreEqual(40, model.Transform(data).GetColumn<float[]>("Output").Count());
        }
    }

    [TestMethod]
    public void Fitting_leaves_the_state_of_torch_as_it_was()
    {
        int threads = TorchSharp.torch.get_num_threads();
        using TorchSharp.torch.Tensor before = TorchSharp.torch.get_rng_state();
        using CollapseDiagnosticsTransformer model = CollapseDiagnosticsTests.Fit(ColumnData.Normal(30, 4));
        using TorchSharp.torch.Tensor after = TorchSharp.torch.get_rng_state();
        Assert.AreEqual(threads, TorchSharp.torch.get_num_threads());
        Assert.IsTrue(before.bytes.SequenceEqual(after.bytes));
    }

    [TestMethod]
    public void A_disposed_model_refuses_to_score()
    {
        CollapseDiagnosticsTransformer model = CollapseDiagnosticsTests.Fit(ColumnData.Normal(30, 4));
        model.Dispose();
        model.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Transform(ColumnData.View(s_ml, ColumnData.Normal(3, 4))));
        Assert.AreEqual(4, model.Report.Layers[0].Width);
    }
}
