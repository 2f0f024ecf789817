using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Tests.Averaging;

/// <summary>Predictions are weighted means of both, weighted as rows held back ask for, and a file says the same.</summary>
[TestClass]
public sealed class AveragedTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Probabilities_of_two_classes_are_averaged() => CheckMean(
        TestData.Binary(_ml), TestData.Binary(_ml, seed: 2), "Probability", Binary(_ml.BinaryClassification.Trainers.LightGbm()));

    [TestMethod]
    public void Probabilities_of_several_classes_are_averaged() => CheckMean(
        TestData.Multiclass(_ml), TestData.Multiclass(_ml, seed: 2), "Score",
        _ml.MulticlassClassification.Trainers.SyreNetwork(AveragedCases.Network)
            .AveragedWith(_ml.MulticlassClassification.Trainers.SdcaMaximumEntropy()));

    [TestMethod]
    public void Numbers_are_averaged() => CheckMean(
        TestData.Regression(_ml), TestData.Regression(_ml, seed: 2), "Score",
        _ml.Regression.Trainers.SyreNetwork(AveragedCases.Network).AveragedWith(_ml.Regression.Trainers.LightGbm()));

    [TestMethod]
    public void One_that_knows_nothing_hardly_counts() => Assert.IsGreaterThan(
        0.9, Binary(_ml.BinaryClassification.Trainers.Prior()).Fit(TestData.Binary(_ml)).NetworkWeight);

    [TestMethod]
    public void A_network_that_knows_nothing_hardly_counts()
    {
        SyreNetworkOptions untrained = AveragedCases.Network with { Epochs = 1, LearningRate = 1e-9, Calibrate = false };
        AveragedTransformer model = _ml.Regression.Trainers.SyreNetwork(untrained)
            .AveragedWith(_ml.Regression.Trainers.LightGbm()).Fit(TestData.Regression(_ml));
        Assert.IsLessThan(0.1, model.NetworkWeight);
    }

    [TestMethod]
    public void Weights_of_examples_count()
    {
        // The rows that the prior gets right are the only ones with a weight worth the name.
        IDataView data = TestData.View(_ml, TestData.Examples(240, 1, false, TestData.BinaryLabel)
            .ConvertAll(example => { example.Weight = example.Label ? 1 : 1e-6f; return example; }));
        AveragedTransformer model = _ml.BinaryClassification.Trainers
            .SyreNetwork(AveragedCases.Network with { ExampleWeightColumnName = "Weight", Epochs = 1, LearningRate = 1e-9 })
            .AveragedWith(_ml.BinaryClassification.Trainers.Prior(exampleWeightColumnName: "Weight")).Fit(data);
        Assert.IsLessThan(0.1, model.NetworkWeight);
    }

    [TestMethod]
    public void Without_rows_held_back_both_count_the_same()
    {
        AveragedTransformer model = _ml.BinaryClassification.Trainers
            .SyreNetwork(AveragedCases.Network with { ValidationFraction = 0 })
            .AveragedWith(_ml.BinaryClassification.Trainers.LightGbm()).Fit(TestData.Binary(_ml));
        Assert.AreEqual(0.5, model.NetworkWeight);
    }

    [TestMethod]
    public void The_log_says_what_was_measured()
    {
        List<string> told = [];
        _ml.Log += (_, message) => told.Add(message.RawMessage);
        AveragedTransformer model = Binary(_ml.BinaryClassification.Trainers.LightGbm()).Fit(TestData.Binary(_ml));
        Assert.ContainsSingle(
            message => message.StartsWith("Log-loss of ", StringComparison.Ordinal) &&
                message.Contains(FormattableString.Invariant($" of {model.NetworkWeight:f2} times the network"), StringComparison.Ordinal),
            told);
    }

    [TestMethod]
    public void A_trainer_without_probabilities_is_refused()
    {
        var refused = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => Binary(_ml.BinaryClassification.Trainers.AveragedPerceptron()).Fit(TestData.Binary(_ml)));
        StringAssert.Contains(refused.Message, "Calibrators.Platt()");
    }

    [TestMethod]
    public void Scores_that_are_no_probabilities_are_refused()
    {
        var margins = _ml.MulticlassClassification.Trainers.OneVersusAll(
            _ml.BinaryClassification.Trainers.AveragedPerceptron(), useProbabilities: false);
        var refused = Assert.ThrowsExactly<InvalidOperationException>(() => _ml.MulticlassClassification.Trainers
            .SyreNetwork(AveragedCases.Network).AveragedWith(margins).Fit(TestData.Multiclass(_ml)));
        StringAssert.Contains(refused.Message, "no probabilities");
    }

    private AveragedEstimator Binary(IEstimator<ITransformer> other) =>
        _ml.BinaryClassification.Trainers.SyreNetwork(AveragedCases.Network).AveragedWith(other);

    private void CheckMean(IDataView train, IDataView test, string column, AveragedEstimator estimator)
    {
        using AveragedTransformer model = estimator.Fit(train);
        double weight = model.NetworkWeight;
        Assert.IsInRange(0.0, 1.0, weight);
        float[] first = Read(model.Network), second = Read(model.Other), mean = Read(model);
        for (int i = 0; i < mean.Length; i++)
            Assert.AreEqual((weight * first[i]) + ((1 - weight) * second[i]), mean[i], 1e-5 * Math.Max(1, Math.Abs(mean[i])));
        Assert.IsGreaterThan(1e-3, first.Zip(second, (one, other) => Math.Abs(one - other)).Max());

        using var file = new MemoryStream();
        _ml.Model.Save(model, train.Schema, file);
        ITransformer loaded = new MLContext().Model.LoadSurely(file, out _);
        float[] fromFile = Read(loaded);
        for (int i = 0; i < mean.Length; i++)
            Assert.AreEqual(mean[i], fromFile[i], 1e-5 * Math.Max(1, Math.Abs(mean[i])));
        (loaded as IDisposable)?.Dispose();

        float[] Read(ITransformer scorer)
        {
            IDataView scored = scorer.Transform(test);
            return scored.Schema[column].Type is VectorDataViewType
                ? [.. scored.GetColumn<float[]>(column).SelectMany(row => row)]
                : [.. scored.GetColumn<float>(column)];
        }
    }
}
