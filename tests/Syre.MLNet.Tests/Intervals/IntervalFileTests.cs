using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Tests.Tabular;
using Syre.MLNet.Tests.WarmStart;

namespace Syre.MLNet.Tests.Intervals;

/// <summary>What a file knows of intervals, in any culture, row by row, and when training goes on from it.</summary>
[TestClass]
public sealed class IntervalFileTests
{
    private static readonly MLContext s_ml = new(1);

    private static readonly SyreNetworkOptions s_options = Small.Options with { Interval = 0.8, Members = 2, Seed = 3, Epochs = 20 };

    [TestMethod]
    public void A_file_is_written_and_read_in_any_culture_and_by_an_engine()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            IDataView data = IntervalData.Numbers(s_ml, 200, 1);
            SyreNetworkOptions options = s_options with { TargetTransform = TargetTransform.Quantile, LabelColumnName = "Price" };
            using SyreNetworkTransformer model = s_ml.Regression.Trainers.SyreNetwork(options).Fit(data);
            IntervalFile.FileGivesTheSame(model, data, "Lower", "Upper");
            ITransformer loaded = IntervalFile.Loaded(model, data.Schema);
            float[] lower = Small.Column<float>(model.Transform(data), "Lower");
            float[][] features = [.. Small.Column<VBuffer<float>>(data, "Features").Select(row => row.DenseValues().ToArray())];
            foreach (ITransformer one in new[] { loaded, model })
            {
                using PredictionEngine<FeaturesOnly, Prediction> engine = s_ml.Model.CreatePredictionEngine<FeaturesOnly, Prediction>(
                    one, new PredictionEngineOptions { OwnsTransformer = false });
                for (int row = 0; row < 20; row++)
                {
                    Prediction prediction = engine.Predict(new FeaturesOnly { Features = features[row] });
                    Assert.AreEqual(lower[row], prediction.Lower, 1e-4 * (1 + Math.Abs(lower[row])));
                    Assert.IsTrue(prediction.Lower <= prediction.Score && prediction.Score <= prediction.Upper);
                }
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [TestMethod]
    public void A_file_tells_of_them_and_a_training_that_goes_on_learns_them_anew()
    {
        IDataView data = IntervalData.Classes(s_ml, 200, 1), more = IntervalData.Classes(s_ml, 400, 2);
        using SyreNetworkTransformer model = s_ml.MulticlassClassification.Trainers.SyreNetwork(s_options).Fit(data);
        using var file = new TemporaryModel();
        file.Save(model, data.Schema);
        SyreModelFile saved = SyreModelFile.Open(file.Path);
        Assert.AreEqual(model.Summary.Interval, saved.Summary.Interval);
        Assert.AreEqual(0.8, ((SyreNetworkOptions)saved.Options).Interval);
        using (SyreNetworkModel rebuilt = saved.CreateModel())
            Assert.AreEqual(model.Summary.Interval, rebuilt.Task.Objective.Interval);
        ModelInspection inspection = SyreModelFile.Inspect(file.Path);
        Assert.IsEmpty(inspection.Problems);
        Assert.HasCount(3, inspection.Graphs);
        ITransformer later = saved.Retrain(s_ml, more);
        SyreNetworkTransformer trainer = ((IEnumerable<ITransformer>)later).OfType<SyreNetworkTransformer>().Single();
        Assert.AreNotEqual(model.Summary.Interval!.Quantile, trainer.Summary.Interval!.Quantile);
        Assert.IsGreaterThan(100, trainer.Summary.Interval.Rows);
        ((IDisposable)later).Dispose();
    }

    private sealed class Prediction
    {
        public float Lower { get; set; }

        public float Score { get; set; }

        public float Upper { get; set; }
    }
}
