using System.Text.Json;
using Microsoft.ML.SearchSpace;
using Syre.MLNet.Networks;
using Syre.MLNet.Objectives;
using Syre.MLNet.Options;
using Syre.MLNet.SyreNetwork;
using Syre.MLNet.Tuning;
using Syre.Torch;

namespace Syre.MLNet;

/// <summary>
/// A point of the search space of <c>SyreNetwork</c>: what it changes of a trainer's options. With its defaults it changes nothing. The
/// attributes are ML.NET's own, so that <c>new SearchSpace&lt;SyreNetworkCandidate&gt;()</c> of Microsoft.ML.AutoML is the same space.
/// </summary>
/// <remarks>
/// The space is that of RealMLP (Holzmüller et al. 2024, arXiv 2407.04491) as TabArena searches it, around this library's defaults, with
/// syre's λ and σ0 beside it. Factors leave what differs by task and by table to the trainer: 1 is its own choice. Of a user's own
/// network (<see cref="SyreNetworkOptions.Network"/>) layers, activation, embedding and dropout stay what they are.
/// </remarks>
public sealed record SyreNetworkCandidate
{
    private const int MostAddedLayers = 100;

    /// <summary>
    /// The learning rate over the trainer's, above 0. Default 1: 0.04 for classes, 0.1 for numbers. Searched from 0.25 to 4, by its
    /// logarithm.
    /// </summary>
    [Range(0.25, 4.0, 1.0, true)]
    public double LearningRateFactor { get; init; } = 1;

    /// <summary>The width of each hidden layer over the trainer's, above 0. Default 1. Searched: 0.5, 1, 2.</summary>
    [Choice(new object[] { 0.5, 1.0, 2.0 }, 1.0)]
    public double WidthFactor { get; init; } = 1;

    /// <summary>
    /// Hidden layers that are added, at most 100, each as wide as the last, or from −1 down taken away, down to one. Default 0. Searched:
    /// −1, 0, 1. A linear model stays one.
    /// </summary>
    [Choice(new object[] { -1, 0, 1 }, 0)]
    public int AddedLayers { get; init; }

    /// <summary>
    /// Whether <see cref="Activation.Mish"/> takes the place of the trainer's activation, or <see cref="Activation.Selu"/> that of Mish.
    /// Default false. Both are searched.
    /// </summary>
    [BooleanChoice(false)]
    public bool OtherActivation { get; init; }

    /// <summary>
    /// Whether numbers are embedded where the trainer embeds none, or none where it does
    /// (<see cref="SyreNetworkOptions.NumericEmbedding"/>). Default false. Both are searched. Without effect where features
    /// are not scaled, or where none has more than two values.
    /// </summary>
    [BooleanChoice(false)]
    public bool OtherNumericEmbedding { get; init; }

    /// <summary>
    /// Share of hidden activations set to zero, in [0, 1); null (default) for the trainer's, 0.15 unless set. Searched from 0 to 0.5.
    /// </summary>
    [Range(0.0, 0.5, 0.15)]
    public double? Dropout { get; init; }

    /// <summary>
    /// See <see cref="SyreTrainerOptions.LabelSmoothing"/>, in [0, 1); null (default) for the trainer's. Searched from 0 to 0.1. Of a
    /// regression without effect.
    /// </summary>
    [Range(0.0, 0.1, 0.0)]
    public double? LabelSmoothing { get; init; }

    /// <summary>
    /// syre's λ, the weight decay, over the trainer's; 0 or above. Default 1, which is 0.02. Searched from 0.05 to 2.5, by logarithm.
    /// </summary>
    [Range(0.05, 2.5, 1.0, true)]
    public double WeightDecayFactor { get; init; } = 1;

    /// <summary>
    /// syre's σ0, the size of θ0, over the trainer's; above 0. Default 1, which is 0.3 × the initial deviation. Searched from 0.03 (the
    /// paper's 0.01) to 3, by logarithm.
    /// </summary>
    [Range(0.03, 3.0, 1.0, true)]
    public double Sigma0Factor { get; init; } = 1;

    /// <summary>
    /// Most rows of a step, at least 1; null (default) for the trainer's choice by rows. Searched from 32 to 256, by logarithm.
    /// </summary>
    [Range(32, 256, 64, true)]
    public int? BatchSize { get; init; }

    /// <summary>
    /// Passes over the rows, at least 1; null (default) for the trainer's choice by rows. Searched from 8 to 64, by logarithm.
    /// </summary>
    [Range(8, 64, 32, true)]
    public int? Epochs { get; init; }

    /// <summary>Draws a point of the space: each option by itself, evenly or by its logarithm, to three digits.</summary>
    /// <param name="random">Draws; the same state gives the same point on every machine.</param>
    public static SyreNetworkCandidate Draw(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return CandidateSpace.Draw(random);
    }

    /// <summary>The candidate as JSON.</summary>
    public override string ToString() => JsonSerializer.Serialize(this, OptionsJson.Settings);

    /// <summary>The options that it makes of others.</summary>
    /// <param name="options">The trainer's.</param>
    /// <param name="objective">What is learnt.</param>
    internal SyreNetworkOptions ApplyTo(SyreNetworkOptions options, Objective objective)
    {
        SyreNetworkOptions changed = options with
        {
            LearningRate = LearningRateFactor == 1
                ? options.LearningRate
                : TabularSource.LearningRate(options, objective) * LearningRateFactor,
            BatchSize = BatchSize ?? options.BatchSize,
            Epochs = Epochs ?? options.Epochs,
            LabelSmoothing = (objective.IsScaled ? null : LabelSmoothing) ?? options.LabelSmoothing,
            Syre = options.Syre with
            {
                WeightDecay = options.Syre.WeightDecay * WeightDecayFactor,
                Sigma0 = options.Syre.Sigma0 * Sigma0Factor,
            },
        };
        return options.Network is not null ? changed : changed with
        {
            Dropout = Dropout ?? options.Dropout,
            HiddenLayers = Layers(options.HiddenLayers),
            Activation = OtherActivation ? Other(options.Activation ?? RealMlp.Activation(objective)) : options.Activation,
            NumericEmbedding = OtherNumericEmbedding && options.ScaleFeatures
                ? Other(RealMlp.NumericEmbedding(options, objective))
                : options.NumericEmbedding,
        };
    }

    /// <summary>Notes what is out of range.</summary>
    internal void AddTo(Violations violations)
    {
        violations.Require(LearningRateFactor is > 0 and < double.PositiveInfinity, LearningRateFactor, "a number above 0");
        violations.Require(WidthFactor is > 0 and < double.PositiveInfinity, WidthFactor, "a number above 0");
        violations.Require(AddedLayers <= MostAddedLayers, AddedLayers, $"at most {MostAddedLayers}");
        violations.Require(Dropout is null or (>= 0 and < 1), Dropout, "in [0, 1), or null for the trainer's");
        violations.Require(LabelSmoothing is null or (>= 0 and < 1), LabelSmoothing, "in [0, 1), or null for the trainer's");
        violations.Require(WeightDecayFactor is >= 0 and < double.PositiveInfinity, WeightDecayFactor, "a number of 0 or above");
        violations.Require(Sigma0Factor is > 0 and < double.PositiveInfinity, Sigma0Factor, "a number above 0");
        violations.Require(BatchSize is null or >= 1, BatchSize, "at least 1, or null for the trainer's");
        violations.Require(Epochs is null or >= 1, Epochs, "at least 1, or null for the trainer's");
    }

    private static NumericEmbedding Other(NumericEmbedding embedding) =>
        embedding == NumericEmbedding.None ? NumericEmbedding.Pbld : NumericEmbedding.None;

    private static Activation Other(Activation activation) => activation == Activation.Mish ? Activation.Selu : Activation.Mish;

    private IReadOnlyList<int> Layers(IReadOnlyList<int> layers)
    {
        if (layers.Count == 0 || (WidthFactor == 1 && AddedLayers == 0))
            return layers;
        int count = (int)Math.Max(1, (long)layers.Count + AddedLayers);
        return [.. Enumerable.Range(0, count)
            .Select(layer => (int)Math.Max(1, Math.Round(layers[Math.Min(layer, layers.Count - 1)] * WidthFactor)))];
    }
}
