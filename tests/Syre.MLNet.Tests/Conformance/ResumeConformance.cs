using Microsoft.ML;
using Syre.MLNet.Tests.Encoders;
using Syre.MLNet.Tests.Tabular;
using Syre.MLNet.Tests.Text;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>Every trainer of the library goes on from its checkpoints.</summary>
[TestClass]
public sealed class ResumeConformance
{
    private static IEnumerable<EncoderKind> Encoders => Enum.GetValues<EncoderKind>();

    [TestMethod]
    public void SyreNetwork_binary() => ResumeChecks.InterruptedTrainingGoesOn(
        "SyreNetwork, binary",
        ml => TestData.Binary(ml, 80),
        (ml, folder) => ml.BinaryClassification.Trainers.SyreNetwork(Small.Options with { CheckpointDirectory = folder }));

    [TestMethod]
    public void SyreNetwork_multiclass() => ResumeChecks.InterruptedTrainingGoesOn(
        "SyreNetwork, multiclass",
        ml => TestData.Multiclass(ml, 80),
        (ml, folder) => ml.MulticlassClassification.Trainers.SyreNetwork(Small.Options with { CheckpointDirectory = folder }));

    [TestMethod]
    public void SyreNetwork_regression() => ResumeChecks.InterruptedTrainingGoesOn(
        "SyreNetwork, regression",
        ml => TestData.Regression(ml, 80),
        (ml, folder) => ml.Regression.Trainers.SyreNetwork(Small.Options with { CheckpointDirectory = folder }));

    [TestMethod]
    public void SyreNetwork_after_FeaturizeText() => ResumeChecks.InterruptedTrainingGoesOn(
        "SyreNetwork on sparse slots",
        ml => TextData.Binary(ml, 80),
        (ml, folder) => ml.Transforms.Text.FeaturizeText("Features", "Text").Append(
            ml.BinaryClassification.Trainers.SyreNetwork(Small.Options with { CheckpointDirectory = folder })));

    [TestMethod]
    public void SyreTextClassification_multiclass() => ResumeChecks.InterruptedTrainingGoesOn(
        "SyreTextClassification",
        ml => TextData.Multiclass(ml, 60),
        (ml, folder) => ml.MulticlassClassification.Trainers.SyreTextClassification(
            SmallText.Options with { Epochs = 5, CheckpointDirectory = folder }));

    [TestMethod]
    [DynamicData(nameof(Encoders))]
    public void SyreEncoder(EncoderKind kind) => ResumeChecks.InterruptedTrainingGoesOn(
        $"SyreEncoder, {kind}",
        ml => TestData.Binary(ml, 80),
        (ml, folder) => ml.Transforms.SyreEncoder(
            "Score", "Features", EncoderCases.Options with { Kind = kind, CheckpointDirectory = folder }));
}
