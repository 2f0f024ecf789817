using System.Text.Json.Serialization;
using Syre.MLNet.Options;
using Syre.Torch;
using TorchSharp;

namespace Syre.MLNet;

/// <summary>
/// Options of <c>SyreNetwork</c>. The network and most defaults are RealMLP-TD's (Holzmüller et al. 2024, arXiv 2407.04491), tuned by its
/// authors on 118 tables, among them a dropout of 0.15. Epochs and batches by the number of rows, no label smoothing, and the choice of the
/// epoch are from a study of this library (<c>tests/Syre.Studies/results/tables.md</c>).
/// </summary>
public sealed partial record SyreNetworkOptions : SyreTrainerOptions
{
    /// <summary>Most networks of an ensemble.</summary>
    internal const int MostMembers = 64;

    /// <summary>Options with the defaults.</summary>
    public SyreNetworkOptions() => Dropout = 0.15;

    /// <summary>
    /// The features' column: a vector of Single of known size, dense or sparse. Default <c>Features</c>. Need not be normalised.
    /// </summary>
    public string FeatureColumnName { get; init; } = "Features";

    /// <summary>
    /// Width of each hidden layer, each at least 1; empty for a linear model. Default 128, 128, 128: four such networks
    /// (<see cref="Members"/>) were as good as four of RealMLP's 256 units, at a third of their cost.
    /// </summary>
    public IReadOnlyList<int> HiddenLayers { get; init; } = [128, 128, 128];

    /// <summary>
    /// The activation; null (default) for RealMLP's choice: <see cref="Activation.Selu"/> for classification,
    /// <see cref="Activation.Mish"/> for regression.
    /// </summary>
    public Activation? Activation { get; init; }

    /// <summary>
    /// Whether each neuron learns how much of the activation it uses: x + a·(f(x) − x), a from 1. Default true (RealMLP).
    /// </summary>
    public bool ParametricActivation { get; init; } = true;

    /// <summary>
    /// Whether the network begins with robust scaling and smooth clipping of each feature, fitted on the training rows: x is centred by the
    /// median, divided by the quartile distance (or half the range, where the quartiles meet), then bounded to (−3, 3) by x/√(1 + (x/3)²).
    /// Default true (RealMLP). A sparse column is scaled but not centred. Values of any size may come: the largest score as their limit
    /// does. False: features enter as they are, at most ±10¹⁵.
    /// </summary>
    public bool ScaleFeatures { get; init; } = true;

    /// <summary>
    /// What the network makes of numbers beside the numbers themselves; null (default) for cosines
    /// (<see cref="MLNet.NumericEmbedding.Pbld"/>) in regression with <see cref="ScaleFeatures"/>, else nothing; of a training that goes on
    /// from another, for what there was. For dense columns: of a sparse one nothing is embedded, which the log says where it is asked for.
    /// Needs <see cref="ScaleFeatures"/>. Its parameters learn at a tenth of the learning rate, as RealMLP's do; frequencies and maps are
    /// pulled by syre.
    /// </summary>
    public NumericEmbedding? NumericEmbedding { get; init; }

    /// <summary>
    /// Networks that are trained, each from its own first weights and with its own rows held back, and whose probabilities or numbers are
    /// averaged: from 1 to 64. Null (default) for 4, which a study found to be worth their time: 4 % less log-loss and 1 − AUC than one
    /// (<c>tests/Syre.Studies/results/members.md</c>); of a training that goes on from another, for as many as there were. They are trained
    /// beside each other, one a core, and scored as one model. A user's own <see cref="Network"/> is always one.
    /// </summary>
    public int? Members { get; init; }

    /// <summary>
    /// A function of the label that is learnt in its place, for regression only; of several numbers, of each. Default
    /// <see cref="TargetTransform.None"/>. Its inverse is part of the model: scores are labels in any case, within what occurred in
    /// training. The loss is that of the function, so that scores are between mean and median of what may be; epochs are chosen by errors
    /// of labels, but of several numbers by those of the function.
    /// </summary>
    public TargetTransform TargetTransform { get; init; }

    /// <summary>
    /// Makes the user's own network in place of the built-in one; null (default) for that. <see cref="HiddenLayers"/>,
    /// <see cref="Activation"/>, <see cref="ParametricActivation"/>, <see cref="NumericEmbedding"/> and
    /// <see cref="SyreTrainerOptions.Dropout"/> do not apply to it: the log warns of those that are set. <see cref="ScaleFeatures"/> and
    /// <see cref="SyreTrainerOptions.MissingValues"/> do. A network of TorchSharp's common layers saves as a stock file; a module of one's
    /// own does when it implements <see cref="IOnnxExportable"/>.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Its first weights and its dropout come from a generator of the training's own, seeded by <see cref="SyreTrainerOptions.Seed"/>:
    /// trainings beside each other give what they give in turn, and torch's process-wide generator stays where the caller has it. Forward
    /// passes of such trainings wait for one another for that; those of built-in networks never wait.
    /// </para>
    /// <para>
    /// TorchSharp 0.107 may free a number that a tensor operation is given while libtorch reads it (its issue 1047). The built-in networks
    /// are safe of it; a module of one's own is where it keeps its numbers: <c>static readonly Scalar Two = 2;</c> and <c>x.mul(Two)</c> in
    /// place of <c>x * 2</c>, <c>a.add(b, One)</c> in place of <c>a + b</c>, <c>x.pow(Two)</c> in place of <c>x.square()</c>. Of
    /// TorchSharp's own modules Mish, Softplus, Softsign, ELU, CELU, LeakyReLU, Hardtanh, Threshold and, in training, batch norms hide such
    /// numbers; ReLU, GELU, SiLU, SELU, Tanh, LayerNorm and Dropout do not.
    /// </para>
    /// </remarks>
    [JsonIgnore]
    public Func<NetworkContext, torch.nn.Module<torch.Tensor, torch.Tensor>>? Network { get; init; }

    /// <summary>Options that are not at their defaults, and do not apply to the user's own network.</summary>
    internal IEnumerable<string> Ignored()
    {
        if (Network is null)
            return [];
        var defaults = new SyreNetworkOptions();
        (string Option, bool IsDefault)[] layers =
        [
            (nameof(HiddenLayers), HiddenLayers.SequenceEqual(defaults.HiddenLayers)),
            (nameof(Activation), Activation == defaults.Activation),
            (nameof(ParametricActivation), ParametricActivation == defaults.ParametricActivation),
            (nameof(NumericEmbedding), NumericEmbedding == defaults.NumericEmbedding),
            (nameof(Dropout), Dropout == defaults.Dropout),
        ];
        return layers.Where(layer => !layer.IsDefault).Select(layer => layer.Option);
    }

    /// <inheritdoc/>
    internal override void AddTo(Violations violations)
    {
        base.AddTo(violations);
        violations.Require(!string.IsNullOrEmpty(FeatureColumnName), "FeatureColumnName is empty; name the features' column.");
        violations.RequireOnnxName(FeatureColumnName);
        violations.Require(HiddenLayers is not null, "HiddenLayers is null; give the widths of the layers, or [] for a linear model.");
        foreach (int width in HiddenLayers?.Where(width => width < 1) ?? [])
            violations.Require(false, $"{nameof(HiddenLayers)} has a width of {width}; every width must be at least 1.");
        violations.RequireDefined(Activation ?? default, nameof(Activation));
        violations.RequireDefined(NumericEmbedding ?? default, nameof(NumericEmbedding));
        violations.Require(ScaleFeatures || NumericEmbedding is null or MLNet.NumericEmbedding.None,
            "NumericEmbedding needs features that are scaled, and ScaleFeatures is false; leave one of them at its default.");
        violations.Require(Members is null or (>= 1 and <= MostMembers), Members,
            $"from 1 to {MostMembers}, or null for the default");
        violations.Require(Network is null || Members is null or 1,
            "Members is above 1, but Network makes one network; average several by transforms of your own, or leave Members null.");
        violations.RequireDefined(TargetTransform);
        violations.Require(Interval is null or (> 0 and < 1), Interval, "above 0 and below 1, or null for no intervals");
    }

    /// <inheritdoc/>
    internal override void AddTo(Violations violations, bool ofNumbers)
    {
        base.AddTo(violations, ofNumbers);
        violations.Require(ofNumbers || TargetTransform == TargetTransform.None, "TargetTransform is for regression only.");
        AddIntervalTo(violations, ofNumbers);
    }
}
