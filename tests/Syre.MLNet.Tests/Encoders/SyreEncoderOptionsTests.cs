using Microsoft.ML;

namespace Syre.MLNet.Tests.Encoders;

/// <summary>Options of encoders are checked as a whole.</summary>
[TestClass]
public sealed class SyreEncoderOptionsTests
{
    [TestMethod]
    public void All_that_is_wrong_with_options_is_told_at_once()
    {
        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new MLContext().Transforms.SyreEncoder("Score", "", new()
        {
            EmbeddingSize = 0, HiddenLayers = [0], ReconstructionError = true, LabelSmoothing = 0.1, Metric = TrainingMetric.Accuracy,
            ClassWeights = ClassWeights.Balanced, Kind = (EncoderKind)9,
            Beta = -1, WarmUp = 2, CorruptionRate = 1, Temperature = 0, ProjectionSize = 0,
        }));
        foreach (string said in new[]
        {
            "InputColumnName is empty", "OutputColumnName is 'Score'", "EmbeddingSize", "HiddenLayers has a width of 0", "LabelSmoothing",
            "Metric is for trainers", "ClassWeights are for trainers", "Kind", "Beta", "WarmUp", "CorruptionRate", "Temperature",
            "ProjectionSize",
        })
        {
            Assert.Contains(said, e.Message);
        }
    }

    [TestMethod]
    public void A_contrastive_encoder_has_no_error_of_reconstruction()
    {
        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new MLContext().Transforms.SyreEncoder(
            new SyreEncoderOptions { Kind = EncoderKind.Contrastive, ReconstructionError = true }));
        Assert.Contains("ReconstructionError is for autoencoders", e.Message);
    }

    [TestMethod]
    public void The_column_of_diagnostics_is_not_the_embeddings()
    {
        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new MLContext().Transforms.SyreEncoder("Collapse", "Features"));
        Assert.Contains("OutputColumnName is 'Collapse'", e.Message);
    }
}
