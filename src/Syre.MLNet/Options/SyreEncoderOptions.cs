using Syre.MLNet.Options;
using Syre.Torch;

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

    /// <summary>What the encoder is trained for. Default <see cref="EncoderKind.Autoencoder"/>.</summary>
    public EncoderKind Kind { get; init; }

    /// <summary>
    /// Numbers in the embedding, from 1 to 65 536; null (default) for half as many as there are features, at most 16; of a training that
    /// goes on from another, for as many as there were.
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
        violations.Require(!ClassWeights.AreGiven, "ClassWeights are for trainers with a label; leave them at their default.");
        violations.Require(LabelSmoothing == 0, LabelSmoothing, "0: an encoder has no label");
        violations.Require(Metric == TrainingMetric.Auto, "Metric is for trainers with a label; leave it at its default.");
    }
}
