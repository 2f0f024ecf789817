using Microsoft.ML;
using Syre.Torch;

namespace Syre.MLNet.Tests.Tabular;

[TestClass]
public sealed class SyreNetworkOptionsTests
{
    [TestMethod]
    [DataRow(" ")]
    [DataRow("\t")]
    [DataRow("a\0b")]
    public void Names_that_no_saved_model_can_have_are_refused_before_training(string name)
    {
        var ml = new MLContext(1);
        Action[] made =
        [
            () => ml.BinaryClassification.Trainers.SyreNetwork(new SyreNetworkOptions { FeatureColumnName = name }),
            () => ml.BinaryClassification.Trainers.SyreNetwork(new SyreNetworkOptions { Collapse = new() { ColumnName = name } }),
            () => ml.BinaryClassification.Trainers.SyreNetwork(
                new SyreNetworkOptions { Collapse = new() { RepresentationColumnName = name } }),
            () => ml.BinaryClassification.Trainers.SyreTextClassification(new SyreTextClassificationOptions { FeatureColumnName = name }),
            () => ml.Transforms.CollapseDiagnostics(name, "Features"),
            () => ml.Transforms.CollapseDiagnostics("Output", name),
        ];
        foreach (Action make in made)
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(make).Message, "blank or has a NUL");
    }

    [TestMethod]
    public void All_violations_are_listed_at_once()
    {
        var options = new SyreNetworkOptions
        {
            LabelColumnName = "",
            FeatureColumnName = "",
            ExampleWeightColumnName = "",
            Epochs = 0,
            BatchSize = -1,
            LearningRate = 0,
            ValidationFraction = 1,
            EarlyStoppingPatience = 0,
            GradientClipNorm = 0,
            Threads = 0,
            Device = "gpu",
            HiddenLayers = [4, 0],
            Dropout = 1,
            LabelSmoothing = -0.1,
            Activation = (Activation)99,
            NumericEmbedding = (NumericEmbedding)99,
            LearningRateSchedule = (LearningRateSchedule)99,
            Metric = (TrainingMetric)99,
            Syre = new SyreOptions { WeightDecay = -1 },
        };
        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new MLContext().Regression.Trainers.SyreNetwork(options));
        foreach (string name in new[]
                 {
                     "LabelColumnName", "FeatureColumnName", "ExampleWeightColumnName", "Epochs", "BatchSize",
                     "LearningRate", "ValidationFraction", "EarlyStoppingPatience", "GradientClipNorm", "Threads", "Device", "HiddenLayers",
                     "Dropout", "LabelSmoothing", "Activation", "NumericEmbedding is 99", "LearningRateSchedule", "Metric", "WeightDecay",
                 })
        {
            StringAssert.Contains(e.Message, name);
        }
    }

    [TestMethod]
    public void Early_stopping_without_validation_rows_is_refused()
    {
        var options = new SyreNetworkOptions { EarlyStoppingPatience = 5, ValidationFraction = 0 };
        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new MLContext().BinaryClassification.Trainers.SyreNetwork(options));
        StringAssert.Contains(e.Message, "ValidationSet");
    }

    [TestMethod]
    [DataRow("auto", true)]
    [DataRow("cpu", true)]
    [DataRow("cuda", true)]
    [DataRow("cuda:3", true)]
    [DataRow("cuda:", false)]
    [DataRow("CPU", false)]
    [DataRow("cuda:1x", false)]
    public void Device_names_are_checked_when_the_trainer_is_made(string device, bool valid)
    {
        var options = new SyreNetworkOptions { Device = device };
        if (valid)
            new MLContext().BinaryClassification.Trainers.SyreNetwork(options);
        else
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new MLContext().BinaryClassification.Trainers.SyreNetwork(options));
    }
}
