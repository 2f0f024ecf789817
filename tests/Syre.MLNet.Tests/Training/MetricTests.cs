using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Tests.Tabular;

namespace Syre.MLNet.Tests.Training;

[TestClass]
public sealed class MetricTests
{
    /// <summary>A fifth of the labels is turned around: who is sure of itself is punished.</summary>
    internal static IDataView Noisy(MLContext ml, int rows, int seed)
    {
        var random = new Random(seed);
        return ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(_ =>
        {
            float[] features = [random.NextSingle() - 0.5f, random.NextSingle() - 0.5f, random.NextSingle() - 0.5f];
            return new Row { Features = features, Label = (features[0] + features[1] > 0) != (random.Next(5) == 0) };
        }).ToArray());
    }

    [TestMethod]
    public void Calibration_divides_scores_by_the_temperature_and_betters_the_log_loss_of_new_rows()
    {
        var ml = new MLContext(1);
        IDataView train = Noisy(ml, 400, 1), test = Noisy(ml, 2000, 2);
        List<double> gains = [];
        foreach (long seed in Enumerable.Range(1, 4))
        {
            // The last epoch, trained without mercy.
            SyreNetworkOptions options = Small.Options with { Epochs = 60, HiddenLayers = [64, 64], Seed = seed, ValidationFraction = 0 };
            using SyreNetworkTransformer sure = ml.BinaryClassification.Trainers.SyreNetwork(options).Fit(train);
            SyreNetworkOptions held = options with { ValidationFraction = 0.3, EarlyStopping = false };
            using SyreNetworkTransformer plain = ml.BinaryClassification.Trainers.SyreNetwork(held with { Calibrate = false }).Fit(train);
            using SyreNetworkTransformer tempered = ml.BinaryClassification.Trainers.SyreNetwork(held).Fit(train);
            Assert.AreEqual((1.0, 1.0), (sure.Summary.Temperature, plain.Summary.Temperature));
            float gain = (float)(1 / tempered.Summary.Temperature);
            CollectionAssert.AreEqual(
                Small.Scores(plain, test).Select(score => gain * score).ToArray(), Small.Scores(tempered, test));
            CalibratedBinaryClassificationMetrics before = ml.BinaryClassification.Evaluate(plain.Transform(test));
            CalibratedBinaryClassificationMetrics after = ml.BinaryClassification.Evaluate(tempered.Transform(test));
            Assert.AreEqual((before.Accuracy, before.AreaUnderRocCurve), (after.Accuracy, after.AreaUnderRocCurve));
            gains.Add(before.LogLoss - after.LogLoss);
        }
        Assert.IsGreaterThan(0, gains.Average());
    }

    [TestMethod]
    [DataRow(TrainingMetric.Accuracy)]
    [DataRow(TrainingMetric.AreaUnderRocCurve)]
    [DataRow(TrainingMetric.LogLoss)]
    public void The_epoch_kept_is_the_best_by_the_metric(TrainingMetric metric)
    {
        var ml = new MLContext(1);
        IDataView train = Noisy(ml, 300, 1), heldBack = Noisy(ml, 200, 3);
        SyreNetworkOptions options = Small.Options with { Epochs = 30, Seed = 5, Metric = metric, EarlyStopping = false };
        double[] values = [.. Enumerable.Range(1, 30).Select(epoch => Value(Fit(epoch)))];
        using SyreNetworkTransformer kept = ml.BinaryClassification.Trainers.SyreNetwork(options).Fit(train, heldBack);
        Assert.AreEqual(values.Max(), Value(kept), 1e-7);

        // A training that time ends after some epochs, of which the last is kept.
        SyreNetworkTransformer Fit(int epochs)
        {
            using var cancelled = new CancellationTokenSource();
            return ml.BinaryClassification.Trainers.SyreNetwork(options with
            {
                ValidationFraction = 0,
                Calibrate = false,
                CancellationToken = cancelled.Token,
                Progress = progress =>
                {
                    if (progress.Epoch == epochs)
                        cancelled.Cancel();
                },
            }).Fit(train);
        }

        double Value(SyreNetworkTransformer model)
        {
            using (model)
            {
                float[] scores = Small.Scores(model, heldBack);
                float[] labels = [.. Small.Column<bool>(heldBack, "Label").Select(label => label ? 1f : 0)];
                if (metric == TrainingMetric.Accuracy)
                    return scores.Zip(labels, (score, label) => score > 0 == label > 0 ? 1.0 : 0).Average();
                if (metric == TrainingMetric.AreaUnderRocCurve)
                    return Syre.MLNet.Objectives.RankArea.Of(scores, labels, []);
                // Of the kept model, whose scores are divided already, the same up to a rounding.
                double all = Syre.MLNet.Objectives.Temperature.Fit(
                    [.. scores.Select(score => (float)(score * model.Summary.Temperature))], labels, []);
                return -scores.Zip(labels, (score, label) => (double)score * model.Summary.Temperature / all * (label > 0 ? 1 : -1))
                    .Average(margin => Math.Log(1 + Math.Exp(-margin)));
            }
        }
    }

    [TestMethod]
    public void Numbers_are_judged_by_the_absolute_error_where_that_is_asked_for()
    {
        var ml = new MLContext(1);
        IDataView data = TestData.Regression(ml, 200);
        SyreNetworkOptions options = Small.Options with { Epochs = 40, Seed = 2, EarlyStopping = false };
        double Mean(TrainingMetric metric)
        {
            using SyreNetworkTransformer model = ml.Regression.Trainers.SyreNetwork(options with { Metric = metric }).Fit(data, data);
            return ml.Regression.Evaluate(model.Transform(data)).MeanAbsoluteError;
        }
        Assert.IsLessThanOrEqualTo(Mean(TrainingMetric.RootMeanSquaredError), Mean(TrainingMetric.MeanAbsoluteError));
    }

    [TestMethod]
    public void A_metric_that_does_not_measure_the_task_is_refused_with_those_that_do()
    {
        var ml = new MLContext(1);
        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Small.FitBinary(
            Small.Options with { Metric = TrainingMetric.MeanAbsoluteError }));
        StringAssert.Contains(e.Message,
            "Metric is MeanAbsoluteError, which does not measure binary; use Accuracy, AreaUnderRocCurve or LogLoss.");
        e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ml.Regression.Trainers.SyreNetwork(
            Small.Options with { Metric = TrainingMetric.Accuracy }).Fit(TestData.Regression(ml, 50)));
        StringAssert.Contains(e.Message, "use RootMeanSquaredError or MeanAbsoluteError");
    }

    private sealed class Row
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }
}
