using Microsoft.ML;

namespace Syre.MLNet.Tests.Text;

/// <summary>What all trainers have in common reaches the texts' too.</summary>
[TestClass]
public sealed class TextTrainingTests
{
    private static readonly MLContext s_ml = new(seed: 1);

    [TestMethod]
    [DataRow(TrainingMetric.Accuracy)]
    [DataRow(TrainingMetric.LogLoss)]
    public void Texts_held_back_choose_the_epoch_by_the_metric(TrainingMetric metric)
    {
        List<TrainingProgress> epochs = [];
        using SyreTextClassificationTransformer model = Fit(
            SmallText.Options with { Epochs = 12, ValidationFraction = 0.3, Metric = metric, LearningRate = 0.2, Progress = epochs.Add });
        Assert.HasCount(12, epochs);
        double Value(TrainingProgress epoch) => metric == TrainingMetric.Accuracy ? epoch.ValidationError : epoch.ValidationLoss;
        TrainingProgress best = epochs.Last(epoch => Value(epoch) == epochs.Min(Value));
        Assert.AreEqual(best.Epoch, model.Summary.BestEpoch);
        Assert.AreNotEqual(Value(epochs[0]), Value(best));
    }

    [TestMethod]
    public void A_time_limit_ends_with_the_epoch()
    {
        using SyreTextClassificationTransformer model = Fit(SmallText.Options with { TimeLimit = TimeSpan.FromTicks(1) });
        Assert.AreEqual((StopReason.TimeLimit, 1, 1), (model.Summary.StopReason, model.Summary.Epochs, model.Summary.BestEpoch));
    }

    private static SyreTextClassificationTransformer Fit(SyreTextClassificationOptions options) =>
        s_ml.BinaryClassification.Trainers.SyreTextClassification(options).Fit(TextData.Binary(s_ml));
}
