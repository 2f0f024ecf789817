using Syre.MLNet.Inputs;
using Syre.MLNet.Runtime;
using Syre.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.MLNet.Networks;

/// <summary>
/// The built-in network, after RealMLP-TD (arXiv 2407.04491): preprocessing, a scale per feature, hidden layers of linear map, activation
/// and dropout, and a linear map to the logits.
/// </summary>
internal sealed class TabularNetwork : ScoringNetwork
{
    private const string ScaleName = "feature_scale";
    private const int InitialisationRows = 4096;
    private readonly Parameter _scale;
    private readonly NtkLinear[] _linears;
    private readonly nn.Module<Tensor, Tensor>[] _activations;
    private readonly MaskedDropout _dropout;

    /// <param name="architecture">The shape.</param>
    /// <param name="slots">The column's slots, for a sparse architecture.</param>
    /// <param name="masks">Draws dropout masks.</param>
    /// <param name="device">Where it is made.</param>
    public TabularNetwork(NetworkArchitecture architecture, int[]? slots, MaskGenerator masks, Device device)
        : base(nameof(TabularNetwork), architecture.Features, slots, architecture.Scaled, device)
    {
        Architecture = architecture;
        _dropout = new MaskedDropout(masks);
        register_module("dropout", _dropout);
        _scale = new Parameter(ones(architecture.Features, float32, device: device));
        register_parameter(ScaleName, _scale);

        int[] widths = [architecture.Features, .. architecture.HiddenLayers, architecture.Outputs];
        _linears = new NtkLinear[widths.Length - 1];
        _activations = new nn.Module<Tensor, Tensor>[widths.Length - 2];
        for (int layer = 0; layer < _linears.Length; layer++)
        {
            double gain = 1 / Math.Sqrt(layer == 0 ? architecture.Entries : widths[layer]);
            _linears[layer] = layer == 0 && architecture.Sparse
                ? new SparseNtkLinear(widths[0], widths[1], gain, device)
                : new NtkLinear(widths[layer], widths[layer + 1], gain, device);
            register_module(LinearName(layer), _linears[layer]);
            if (layer == _activations.Length)
                break;
            nn.Module<Tensor, Tensor> activation = Create(architecture.Activation);
            _activations[layer] = architecture.Parametric ? new ParametricActivation(activation, widths[layer + 1], device) : activation;
            register_module(ActivationName(layer), _activations[layer]);
        }
    }

    /// <summary>The shape.</summary>
    public NetworkArchitecture Architecture { get; }

    /// <inheritdoc/>
    public override int Outputs => Architecture.Outputs;

    /// <inheritdoc/>
    public override nn.Module<Tensor, Tensor> Visible => this;

    /// <inheritdoc/>
    public override IReadOnlyList<FeatureStorage> Storage => [Slots is null ? FeatureStorage.Dense : FeatureStorage.OfSlots(Slots)];

    /// <inheritdoc/>
    /// <remarks>A sparse first layer multiplies only the entries of a row, however many features there are.</remarks>
    public override double MultiplicationsPerRow => 3.0 * _linears
        .Select((linear, layer) => (layer == 0 ? Architecture.Entries : linear.Weight.shape[0]) * linear.Weight.shape[1])
        .Sum();

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => AfterFirst(_linears[0].forward(Preprocess(input)));

    /// <inheritdoc/>
    public override Tensor Forward(in Batch rows) => AfterFirst(First(rows[0]));

    /// <inheritdoc/>
    public override IReadOnlyList<nn.Module> HiddenReaders => _linears[1..];

    /// <inheritdoc/>
    public override IReadOnlyList<int> ExportedLayers() => [.. Enumerable.Range(0, _activations.Length)];

    /// <inheritdoc/>
    public override NetworkTrace Trace(in Batch rows)
    {
        var hidden = new List<Tensor>(_activations.Length);
        return new NetworkTrace(Bounded(AfterFirst(First(rows[0]), hidden)), hidden);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ObservedLayer> DescribeHidden() => [.. _activations.Select((_, layer) => new ObservedLayer
    {
        Name = $"hidden{layer + 1}",
        Kind = "Linear",
        Width = (int)_linears[layer].Bias.shape[0],
        Incoming = _linears[layer].UnitWeights(layer == 0 ? _scale.detach() : null),
        Bias = _linears[layer].Bias.detach(),
        Outgoing = _linears[layer + 1].UnitWeights(),
        StaticBiasSize = StaticBiasSize(layer),
    })];

    /// <inheritdoc/>
    public override void Initialize(RowStore store, RowOrder trainingRows, Generator generator)
    {
        base.Initialize(store, trainingRows, generator);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        foreach (NtkLinear linear in _linears)
            linear.Initialize(linear == _linears[^1] ? null : generator);
        FeatureRows rows = store[0].Select(trainingRows, 0, Math.Min(InitialisationRows, trainingRows.Rows.Length));
        Tensor? values = null;
        for (int layer = 0; layer < _activations.Length; layer++)
        {
            Tensor sums = layer > 0 ? _linears[layer].forward(values!) : First(rows);
            values = _activations[layer].forward(_linears[layer].FitTo(sums, generator));
        }
    }

    /// <inheritdoc/>
    public override void ResetOutputs() => _linears[^1].Initialize(null);

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Tables => _linears[0] is SparseNtkLinear first ? [first.Weight] : [];

    /// <inheritdoc/>
    public override void BeginStep(long step, double dropout) => _dropout.BeginStep(step, dropout);

    /// <inheritdoc/>
    public override IEnumerable<SyreParameterGroup> ParameterGroups()
    {
        yield return new SyreParameterGroup("weights", _linears.Select((l, i) => ($"{LinearName(i)}.weight", l.Weight)))
        {
            // The parametrisation's unit scale, whatever the fit to the data and the zero start of the last layer have made of it.
            InitialDeviation = 1,
        };
        yield return new SyreParameterGroup("biases", _linears.Select((l, i) => ($"{LinearName(i)}.bias", l.Bias)))
        {
            LearningRateFactor = 0.1,
            WeightDecayFactor = 0,
        };
        yield return new SyreParameterGroup("scale", [(ScaleName, _scale)]) { LearningRateFactor = 6, WeightDecayFactor = 0 };
        var shares = _activations.OfType<ParametricActivation>().Select((a, i) => ($"{ActivationName(i)}.share", a.Share)).ToArray();
        if (shares.Length > 0)
            yield return new SyreParameterGroup("activations", shares) { LearningRateFactor = 0.1, WeightDecayFactor = 0 };
    }

    /// <inheritdoc/>
    protected override string ScaledToOnnx(OnnxExportContext context, string input)
    {
        string value = _linears[0].ScaledToOnnx(context.At(LinearName(0)), input, context.AddState(ScaleName, _scale));
        for (int layer = 0; layer < _activations.Length; layer++)
        {
            value = context.Export(_activations[layer], ActivationName(layer), value);
            value = context.Export(_linears[layer + 1], LinearName(layer + 1), value);
        }
        return value;
    }

    private static string ActivationName(int layer) => $"activation{layer}";

    private static string LinearName(int layer) => $"linear{layer}";

    private static nn.Module<Tensor, Tensor> Create(Activation activation) => activation switch
    {
        Activation.Relu => nn.ReLU(),
        Activation.Selu => nn.SELU(),
        Activation.Mish => new Mish(),
        Activation.Gelu => nn.GELU(),
        Activation.Silu => nn.SiLU(),
        Activation.Tanh => nn.Tanh(),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, null),
    };

    /// <summary>θ0 is σ0 × 1, the weights' scale, and stands before gain and feature scale as they do.</summary>
    private double? StaticBiasSize(int layer)
    {
        if (Sigma0 is not { } sigma0)
            return null;
        using var scope = NewDisposeScope();
        double scale = layer > 0 || _scale.numel() == 0 ? 1 : Math.Sqrt(_scale.detach().to(float64).Square().mean().item<double>());
        return sigma0 * _linears[layer].Gain * scale is > 0 and < double.PositiveInfinity and var size ? size : null;
    }

    private Tensor First(in FeatureRows rows) => rows.Dense is null ? FirstOfEntries(rows) : _linears[0].forward(Preprocess(rows.Dense));

    private Tensor FirstOfEntries(in FeatureRows rows)
    {
        Tensor values = Scaling is null ? FeatureScaling.Unscaled(rows.Values!) : Scaling.ForwardEntries(rows.Indices!, rows.Values!);
        return ((SparseNtkLinear)_linears[0]).Forward(rows, values * _scale.index_select(0, rows.Indices!));
    }

    private Tensor Preprocess(Tensor input) => Scaled(input) * _scale;

    private Tensor AfterFirst(Tensor values, List<Tensor>? hidden = null)
    {
        for (int layer = 0; layer < _activations.Length; layer++)
        {
            Tensor activations = _dropout.forward(_activations[layer].forward(values));
            hidden?.Add(activations);
            values = _linears[layer + 1].forward(activations);
        }
        return values;
    }
}
