using System.Text.Json.Serialization;
using Syre.MLNet.Options;
using Syre.Torch;
using TorchSharp;

namespace Syre.MLNet;

/// <summary>
/// Options of <c>SyreEncoder</c>. There is no label: of the common options <see cref="SyreTrainerOptions.LabelColumnName"/> and
/// <see cref="SyreTrainerOptions.Calibrate"/> do nothing, and <see cref="SyreTrainerOptions.ClassWeights"/>,
/// <see cref="SyreTrainerOptions.LabelSmoothing"/> and <see cref="SyreTrainerOptions.Metric"/> have to stay at their defaults: the loss of
/// rows held back chooses the epoch.
/// </summary>
public sealed record SyreEncoderOptions : SyreTrainerOptions
{
    /// <summary>The column of reconstruction errors.</summary>
    internal const string ErrorColumnName = "Score";

    private const int MostEmbeddingSize = 65_536;

    /// <summary>The embedding's column, a vector of Single. Default <c>Embedding</c>.</summary>
    public string OutputColumnName { get; init; } = "Embedding";

    /// <summary>
    /// The features' column: a vector of Single of known size, dense or sparse. Default <c>Features</c>. Need not be normalised: features
    /// are scaled and clipped as <see cref="SyreNetworkOptions.ScaleFeatures"/> does.
    /// </summary>
    public string InputColumnName { get; init; } = "Features";

    /// <summary>
    /// What the encoder is trained for. Default <see cref="EncoderKind.Autoencoder"/>: on segment's training rows, 450 of them held out,
    /// the five nearest neighbours in the embedding gave the class of 0.93 of the rows, of 0.92 with a variational autoencoder and of 0.91
    /// with a contrastive encoder (two seeds).
    /// </summary>
    public EncoderKind Kind { get; init; }

    /// <summary>
    /// Numbers in the embedding, from 1 to 65 536; null (default) for half as many as there are features, at most 16; of a training that
    /// goes on from another, for as many as there were. On training rows of segment, 18 features, the errors of 2, 4, 9 and 18 numbers told
    /// a class that was not trained on about alike (AUC 0.89, 0.87, 0.87, 0.90; four classes, two seeds): choose by what the embedding is
    /// for.
    /// </summary>
    public int? EmbeddingSize { get; init; }

    /// <summary>
    /// Whether there is a column <c>Score</c> too, Single: the mean squared error of the scaled features that the decoder gives back, 0 or
    /// above, the larger the stranger the row. It has the name that ML.NET's anomaly detectors give theirs. Default false.
    /// </summary>
    public bool ReconstructionError { get; init; }

    /// <summary>
    /// Width of each hidden layer of the encoder, each at least 1; the decoder has the same in the other order. Empty for a linear
    /// autoencoder, whose embedding spans what principal components do. Default 128, 128.
    /// </summary>
    public IReadOnlyList<int> HiddenLayers { get; init; } = [128, 128];

    /// <summary>The activation. Default <see cref="Activation.Mish"/>, RealMLP's for numbers.</summary>
    public Activation Activation { get; init; } = Activation.Mish;

    /// <summary>See <see cref="SyreNetworkOptions.ParametricActivation"/>. Default true.</summary>
    public bool ParametricActivation { get; init; } = true;

    /// <summary>
    /// β of a variational autoencoder, 0 or above: what a nat of KL costs against half the squared error of the scaled features. It is
    /// also the variance of the noise that such a network takes features to have, so that 1 takes all but what many features share for
    /// noise. Default 0.01: on training rows of segment the error tells a class that was not trained on as well as with 0.001 (AUC 0.854
    /// and 0.853, means of three classes and two seeds), with 0.1 worse (0.818).
    /// </summary>
    public double Beta { get; init; } = 0.01;

    /// <summary>
    /// The share of a variational autoencoder's training in which β rises from 0 to <see cref="Beta"/>, from 0 (at once) to 1: latents
    /// are not given up before the decoder has learnt to read them (Bowman et al. 2016, arXiv 1511.06349). Rows held back are judged by
    /// all of it. Default 0.2.
    /// </summary>
    public double WarmUp { get; init; } = 0.2;

    /// <summary>
    /// The probability with which a number of a contrastive encoder's second view is that of another row of the batch, in the same slot;
    /// above 0 and below 1. In sparse rows it becomes 0. Default 0.6 (SCARF); on segment's training rows 0.2 and 0.4, and other
    /// temperatures, made no clear difference (five nearest neighbours right for 0.89 to 0.91 of the rows).
    /// </summary>
    public double CorruptionRate { get; init; } = 0.6;

    /// <summary>
    /// Makes a view of rows for a contrastive encoder in place of corruptions: a batch of features as they are in the column,
    /// <c>[rows, features]</c>, float32, to another of the same shape, such as images that are shifted or dimmed. It is called twice a
    /// step. Null (default) for corruptions. It draws from a generator of the training's own, as
    /// <see cref="SyreNetworkOptions.Network"/> does, and should hold the numbers that it gives to TorchSharp as told there. It is not kept
    /// in the file's options: <c>Retrain</c> and <c>MeasurePlasticity</c> have to be given it again, and go on with corruptions where they
    /// are not. A checkpoint is not told by it.
    /// </summary>
    [JsonIgnore]
    public Func<torch.Tensor, torch.Tensor>? Augment { get; init; }

    /// <summary>
    /// τ of NT-Xent, above 0: the smaller, the more the nearest other rows count. Default 0.5 (SimCLR).
    /// </summary>
    public double Temperature { get; init; } = 0.5;

    /// <summary>
    /// Width of a contrastive encoder's projector, one hidden layer and its outputs, at least 1. Default 64. It is in the file to train on
    /// from, and computes nothing there.
    /// </summary>
    public int ProjectionSize { get; init; } = 64;

    /// <inheritdoc/>
    internal override void AddTo(Violations violations)
    {
        base.AddTo(violations);
        violations.Require(!string.IsNullOrEmpty(OutputColumnName), "OutputColumnName is empty; name a column.");
        violations.RequireOnnxColumn(OutputColumnName);
        violations.Require(!string.IsNullOrEmpty(InputColumnName), "InputColumnName is empty; name the features' column.");
        violations.RequireOnnxName(InputColumnName);
        violations.Require(!ReconstructionError || OutputColumnName != ErrorColumnName,
            $"OutputColumnName is '{ErrorColumnName}', which {nameof(ReconstructionError)} uses for another column; choose another name.");
        violations.Require(Collapse?.ColumnNames.Contains(OutputColumnName) != true,
            $"OutputColumnName is '{OutputColumnName}', which {nameof(Collapse)} uses for another column; choose another name.");
        violations.RequireDefined(Kind);
        violations.Require(EmbeddingSize is null or (>= 1 and <= MostEmbeddingSize), EmbeddingSize,
            $"from 1 to {MostEmbeddingSize}, or null to choose by the number of features");
        violations.Require(HiddenLayers is not null, "HiddenLayers is null; give the widths of the layers, or [] for a linear encoder.");
        foreach (int width in HiddenLayers?.Where(width => width < 1) ?? [])
            violations.Require(false, $"{nameof(HiddenLayers)} has a width of {width}; every width must be at least 1.");
        violations.RequireDefined(Activation);
        violations.Require(!ReconstructionError || Kind != EncoderKind.Contrastive,
            $"{nameof(ReconstructionError)} is for autoencoders; a contrastive encoder reconstructs nothing.");
        violations.Require(Beta is >= 0 and < double.PositiveInfinity, Beta, "a number of 0 or above");
        violations.Require(WarmUp is >= 0 and <= 1, WarmUp, "from 0 to 1");
        violations.Require(CorruptionRate is > 0 and < 1, CorruptionRate, "above 0 and below 1");
        violations.Require(Temperature is > 0 and < double.PositiveInfinity, Temperature, "a number above 0");
        violations.Require(ProjectionSize >= 1, ProjectionSize, "at least 1");
        violations.Require(!ClassWeights.AreGiven, "ClassWeights are for trainers with a label; leave them at their default.");
        violations.Require(LabelSmoothing == 0, LabelSmoothing, "0: an encoder has no label");
        violations.Require(Metric == TrainingMetric.Auto, "Metric is for trainers with a label; leave it at its default.");
    }
}
