using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Tests.Tabular;

/// <summary>What is learnt is a function of the label; scores are labels, in memory and from the file.</summary>
[TestClass]
public sealed class TargetTransformTests
{
    private static readonly MLContext s_ml = new(seed: 1);

    private static readonly SyreNetworkOptions s_options = Small.Options with { HiddenLayers = [24], Epochs = 60, Seed = 1 };

    private static IEnumerable<object[]> Cases =>
        from transform in new[] { TargetTransform.Log, TargetTransform.Quantile }
        from label in new[] { nameof(Row.Price), nameof(Row.Both) }
        from engine in new[] { TrainingEngine.Cpu, TrainingEngine.Autograd }
        select new object[] { transform, label, engine };

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Scores_are_labels_in_memory_from_the_file_and_of_a_network_read_from_it(
        TargetTransform transform, string label, TrainingEngine engine)
    {
        IDataView data = View(seed: 1), test = View(seed: 2);
        SyreNetworkOptions options = s_options with { TargetTransform = transform, LabelColumnName = label, Engine = engine };
        using SyreNetworkTransformer model = s_ml.Regression.Trainers.SyreNetwork(options).Fit(data);
        float[] labels = Numbers(data, label), expected = Numbers(model.Transform(test), "Score"), truth = Numbers(test, label);
        Assert.IsTrue(expected.All(score => score >= labels.Min() - 1e-3 && score <= labels.Max() * (1 + 1e-5)));
        Assert.IsGreaterThan(0.9, Correlation(expected, truth));
        string path = Path.GetTempFileName();
        s_ml.Model.Save(model, data.Schema, path);
        AreClose(expected, Numbers(new MLContext().Model.LoadSurely(path, out _).Transform(test), "Score"));
        using (SyreNetworkModel read = SyreModelFile.Open(path).CreateModel())
        using (SyreNetworkTransformer again = s_ml.Regression.Trainers.SyreNetwork(
            options with { Epochs = 1, LearningRate = 1e-30, Syre = new() { WeightDecay = 1e-30 } }).Fit(data, null, read))
        {
            AreClose(expected, Numbers(again.Transform(test), "Score"));
        }
        File.Delete(path);
    }

    [TestMethod]
    public void Labels_of_which_a_tenth_more_matters_alike_are_predicted_better_by_their_logarithm()
    {
        Assert.IsLessThan(0.8 * Error(TargetTransform.None), Error(TargetTransform.Log));
        Assert.IsLessThan(0.8 * Error(TargetTransform.None), Error(TargetTransform.Quantile));

        static double Error(TargetTransform transform)
        {
            using SyreNetworkTransformer model = s_ml.Regression.Trainers.SyreNetwork(
                s_options with
                {
                    // Cosines bend as a logarithm does.
                    TargetTransform = transform,
                    NumericEmbedding = NumericEmbedding.None,
                    LearningRate = 0.2,
                    LabelColumnName = nameof(Row.Price),
                }).Fit(View(seed: 1));
            IDataView test = View(seed: 2);
            return Numbers(model.Transform(test), "Score").Zip(Numbers(test, nameof(Row.Price)), (score, label) =>
                Math.Abs(Math.Log(1 + score) - Math.Log(1 + label))).Average();
        }
    }

    [TestMethod]
    [DataRow(TargetTransform.None)]
    [DataRow(TargetTransform.Log)]
    [DataRow(TargetTransform.Quantile)]
    public void The_validation_error_is_that_of_labels(TargetTransform transform)
    {
        IDataView held = View(seed: 2);
        using SyreNetworkTransformer model = s_ml.Regression.Trainers.SyreNetwork(
            s_options with { TargetTransform = transform, LabelColumnName = nameof(Row.Price), Members = 1 }).Fit(View(seed: 1), held);
        double error = s_ml.Regression.Evaluate(model.Transform(held), nameof(Row.Price)).RootMeanSquaredError;
        Assert.AreEqual(error, model.Summary.ValidationError!.Value, 0.02 * error);
    }

    [TestMethod]
    public void Labels_that_are_all_alike_are_predicted()
    {
        foreach (TargetTransform transform in Enum.GetValues<TargetTransform>())
        {
            List<Row> rows = [.. Rows(1).Select(row => new Row { Features = row.Features, Price = 7 })];
            using SyreNetworkTransformer model = s_ml.Regression.Trainers.SyreNetwork(
                s_options with { Epochs = 2, TargetTransform = transform, LabelColumnName = nameof(Row.Price) })
                .Fit(s_ml.Data.LoadFromEnumerable(rows));
            Assert.IsTrue(Numbers(model.Transform(View(2)), "Score").All(score => Math.Abs(score - 7) < 1e-4), $"{transform}");
        }
    }

    [TestMethod]
    public void What_cannot_be_transformed_is_refused()
    {
        SyreNetworkOptions log = s_options with { TargetTransform = TargetTransform.Log, LabelColumnName = nameof(Row.Price) };
        List<Row> rows = Rows(1);
        rows[5].Price = -3;
        var negative = Assert.ThrowsExactly<InvalidOperationException>(
            () => s_ml.Regression.Trainers.SyreNetwork(log).Fit(s_ml.Data.LoadFromEnumerable(rows)));
        StringAssert.Contains(negative.Message, "takes labels above −1, and there is one of -3");
        var classes = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => s_ml.BinaryClassification.Trainers.SyreNetwork(log));
        StringAssert.Contains(classes.Message, "TargetTransform is for regression only.");
        using SyreNetworkTransformer earlier = s_ml.Regression.Trainers.SyreNetwork(log with { Epochs = 1 }).Fit(View(1));
        var other = Assert.ThrowsExactly<ArgumentException>(() => s_ml.Regression.Trainers
            .SyreNetwork(log with { TargetTransform = TargetTransform.Quantile }).Fit(View(1), null, earlier.Model));
        StringAssert.Contains(other.Message, "TargetTransform.Log, this training is of TargetTransform.Quantile");
    }

    private static List<Row> Rows(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 400).Select(_ =>
        {
            float[] x = [random.NextSingle() * 2 - 1, random.NextSingle() * 2 - 1, random.NextSingle()];
            float price = MathF.Exp(4 + 2 * x[0] - x[1] * x[1] + 0.1f * random.NextSingle());
            return new Row { Features = x, Price = price, Both = [price, 3 + x[1]] };
        })];
    }

    private static IDataView View(int seed) => s_ml.Data.LoadFromEnumerable(Rows(seed));

    private static float[] Numbers(IDataView data, string column) => data.Schema[column].Type is VectorDataViewType
        ? [.. data.GetColumn<VBuffer<float>>(column).SelectMany(row => row.DenseValues())]
        : [.. data.GetColumn<float>(column)];

    private static double Correlation(float[] one, float[] other)
    {
        double a = one.Average(), b = other.Average();
        double products = one.Zip(other, (x, y) => (x - a) * (y - b)).Sum();
        return products / Math.Sqrt(one.Sum(x => (x - a) * (x - a)) * other.Sum(y => (y - b) * (y - b)));
    }

    private static void AreClose(float[] expected, float[] actual)
    {
        Assert.HasCount(expected.Length, actual);
        for (int i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], 5e-5f * Math.Max(1, Math.Abs(expected[i])), $"number {i}");
    }

    private sealed class Row
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];

        public float Price { get; set; }

        [VectorType(2)]
        public float[] Both { get; set; } = [];
    }
}
