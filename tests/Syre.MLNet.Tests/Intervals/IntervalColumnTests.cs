using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;
using Syre.MLNet.Tests.Tabular;

namespace Syre.MLNet.Tests.Intervals;

/// <summary>The columns of intervals in memory and from the file.</summary>
[TestClass]
public sealed class IntervalColumnTests
{
    private static readonly MLContext s_ml = new(1);

    private static readonly SyreNetworkOptions s_options = Small.Options with { Interval = 0.8, Members = 2, Seed = 3, Epochs = 20 };

    [TestMethod]
    public void Ends_are_as_far_from_the_score_as_the_rows_held_back_say()
    {
        IDataView data = IntervalData.Numbers(s_ml, 300, 1);
        using SyreNetworkTransformer model = s_ml.Regression.Trainers.SyreNetwork(s_options).Fit(data);
        IntervalSummary interval = model.Summary.Interval!;
        Assert.AreEqual(0.8, interval.Coverage);
        Assert.IsInRange(61, 120, interval.Rows);
        IDataView scored = model.Transform(data);
        float[] scores = Small.Column<float>(scored, "Score");
        float width = (float)interval.Quantile;
        CollectionAssert.AreEqual(Array.ConvertAll(scores, score => score - width), Small.Column<float>(scored, "Lower"));
        CollectionAssert.AreEqual(Array.ConvertAll(scores, score => score + width), Small.Column<float>(scored, "Upper"));
    }

    /// <summary>One network, one epoch, and rows held back of the caller's own: the exact rank.</summary>
    [TestMethod]
    public void Of_one_epoch_the_quantile_is_that_of_the_distances_of_the_validation_set()
    {
        IDataView held = IntervalData.Numbers(s_ml, 50, 2);
        using SyreNetworkTransformer model = s_ml.Regression.Trainers.SyreNetwork(s_options with { Members = 1, Epochs = 1 })
            .Fit(IntervalData.Numbers(s_ml, 100, 1), held);
        IDataView scored = model.Transform(held);
        double[] distances = [.. Small.Column<float>(scored, "Score").Zip(
            Small.Column<float>(scored, "Label"), (score, label) => Math.Abs((double)score - label)).Order()];
        Assert.AreEqual(distances[40], model.Summary.Interval!.Quantile, 1e-5);
    }

    [TestMethod]
    [DataRow(TargetTransform.Log)]
    [DataRow(TargetTransform.Quantile)]
    public void With_a_transform_they_are_as_wide_in_its_scale(TargetTransform transform)
    {
        SyreNetworkOptions options = s_options with { TargetTransform = transform, LabelColumnName = "Price" };
        IDataView data = IntervalData.Numbers(s_ml, 300, 1);
        using SyreNetworkTransformer model = s_ml.Regression.Trainers.SyreNetwork(options).Fit(data);
        IDataView scored = model.Transform(data);
        float[] lower = Small.Column<float>(scored, "Lower"), upper = Small.Column<float>(scored, "Upper");
        float[] scores = Small.Column<float>(scored, "Score");
        for (int row = 0; row < scores.Length; row++)
        {
            Assert.IsTrue(lower[row] <= scores[row] && scores[row] <= upper[row]);
            if (transform == TargetTransform.Log)
            {
                double middle = (Math.Log(1.0 + lower[row]) + Math.Log(1.0 + upper[row])) / 2;
                Assert.AreEqual(Math.Log(1.0 + scores[row]), middle, 1e-4);
            }
        }
        float[] widths = [.. upper.Zip(lower, (to, from) => to - from)];
        Assert.IsGreaterThan(5 * widths.Min(), widths.Max());
        IntervalFile.FileGivesTheSame(model, data, "Lower", "Upper");
    }

    [TestMethod]
    public void Sets_hold_the_likeliest_class_and_have_the_names_of_the_classes()
    {
        IDataView data = IntervalData.Classes(s_ml, 300, 1);
        using SyreNetworkTransformer model = s_ml.MulticlassClassification.Trainers.SyreNetwork(s_options).Fit(data);
        IDataView scored = model.Transform(data);
        Assert.AreEqual("ant bee cat dog", string.Join(' ', SlotAnnotation.Read(scored.Schema["PredictedSet"], null)!));
        float[][] sets = IntervalFile.Sets(scored), scores =
            [.. Small.Column<VBuffer<float>>(scored, "Score").Select(score => score.DenseValues().ToArray())];
        float threshold = (float)Math.Exp(-model.Summary.Interval!.Quantile);
        for (int row = 0; row < sets.Length; row++)
        {
            for (int i = 0; i < 4; i++)
                Assert.AreEqual(scores[row][i] >= 0.999f * threshold || scores[row][i] == scores[row].Max() ? 1 : 0, sets[row][i]);
        }
        Assert.IsTrue(sets.Any(set => set.Sum() == 1) && sets.Any(set => set.Sum() > 1));
        IntervalFile.FileGivesTheSame(model, data, "PredictedSet");
    }

    [TestMethod]
    public void Sets_of_two_classes_are_false_and_true()
    {
        IDataView data = IntervalData.Booleans(s_ml, 300, 1);
        foreach (double coverage in new[] { 0.5, 0.95 })
        {
            using SyreNetworkTransformer model =
                s_ml.BinaryClassification.Trainers.SyreNetwork(s_options with { Interval = coverage }).Fit(data);
            IDataView scored = model.Transform(data);
            Assert.AreEqual("False True", string.Join(' ', SlotAnnotation.Read(scored.Schema["PredictedSet"], null)!));
            float[][] sets = IntervalFile.Sets(scored);
            bool[] predicted = Small.Column<bool>(scored, "PredictedLabel");
            Assert.IsTrue(sets.Zip(predicted).All(row => row.First[row.Second ? 1 : 0] == 1));
            Assert.AreEqual(coverage > 0.6, sets.Any(set => set.Sum() == 2));
            IntervalFile.FileGivesTheSame(model, data, "PredictedSet");
        }
    }

    [TestMethod]
    public void A_row_without_a_score_has_no_interval_and_no_set_and_a_missing_value_has_one()
    {
        IDataView odd = s_ml.Data.LoadFromEnumerable(new[]
        {
            new FeaturesOnly { Features = [float.PositiveInfinity, 0, 0] }, new FeaturesOnly { Features = [float.NaN, 0, 0] },
        });
        using SyreNetworkTransformer numbers = s_ml.Regression.Trainers.SyreNetwork(s_options).Fit(IntervalData.Numbers(s_ml, 200, 1));
        using SyreNetworkTransformer classes =
            s_ml.MulticlassClassification.Trainers.SyreNetwork(s_options).Fit(IntervalData.Classes(s_ml, 200, 1));
        foreach (ITransformer model in new[] { numbers, IntervalFile.Loaded(numbers, odd.Schema) })
        {
            float[] lower = Small.Column<float>(model.Transform(odd), "Lower"), upper = Small.Column<float>(model.Transform(odd), "Upper");
            Assert.IsTrue(float.IsNaN(lower[0]) && float.IsNaN(upper[0]) && lower[1] < upper[1]);
        }
        foreach (ITransformer model in new[] { classes, IntervalFile.Loaded(classes, odd.Schema) })
        {
            float[][] sets = IntervalFile.Sets(model.Transform(odd));
            Assert.IsTrue(Array.TrueForAll(sets[0], float.IsNaN) && sets[1].Sum() >= 1);
        }
    }

    [TestMethod]
    public void Columns_have_the_names_that_are_asked_for_and_hide_earlier_ones()
    {
        IDataView data = IntervalData.Numbers(s_ml, 100, 1);
        data = s_ml.Transforms.CopyColumns("Von", "Weight").Fit(data).Transform(data);
        SyreNetworkEstimator trainer =
            s_ml.Regression.Trainers.SyreNetwork(s_options with { LowerColumnName = "Von", UpperColumnName = "Bis" });
        using SyreNetworkTransformer model = trainer.Fit(data);
        Assert.AreEqual(
            "Features Label Price Weight Von Von Score Bis Collapse",
            string.Join(' ', model.GetOutputSchema(data.Schema).Select(column => column.Name)));
        SchemaShape.Column promised = trainer.GetOutputSchema(MLNetInternals.ShapeOf(data.Schema)).Single(column => column.Name == "Von");
        Assert.AreEqual(SchemaShape.Column.VectorKind.Scalar, promised.Kind);
        CollectionAssert.AreNotEqual(Small.Column<float>(data, "Weight"), Small.Column<float>(model.Transform(data), "Von"));
        IntervalFile.FileGivesTheSame(model, data, "Von", "Bis");
    }

    [TestMethod]
    public void A_training_that_is_cancelled_with_too_few_rows_gives_every_class()
    {
        using var source = new CancellationTokenSource();
        IDataView data = IntervalData.Classes(s_ml, 55, 1);
        using SyreNetworkTransformer model = s_ml.MulticlassClassification.Trainers.SyreNetwork(s_options with
        {
            Interval = 0.95,
            Members = 8,
            Threads = 1,
            CancellationToken = source.Token,
            Progress = progress => source.Cancel(),
        }).Fit(data);
        Assert.IsEmpty(model.Summary.Members);
        Assert.AreEqual(double.PositiveInfinity, model.Summary.Interval!.Quantile);
        Assert.IsTrue(IntervalFile.Sets(model.Transform(data)).All(set => set.Sum() == 4));
        IntervalFile.FileGivesTheSame(model, data, "PredictedSet");
    }
}
