using Syre.Cpu;
using Syre.MLNet.Inputs;
using Syre.MLNet.Networks.Stages;
using Syre.MLNet.Runtime;
using Syre.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.MLNet.Networks;

/// <summary>
/// A linear model on n-grams, and beside it a hidden layer on the same n-grams, trained together ("wide and deep", Cheng et al. 2016): the
/// linear part is what does well on small sets of texts, the hidden layer adds what n-grams say only together.
/// </summary>
internal sealed class TextNetwork : ScoringNetwork
{
    /// <summary>Deviation of the hidden layer's first weights: small, so that it grows only where it helps.</summary>
    public const float EmbeddingGain = 0.1f;

    private static readonly RowBound s_unbounded = new(float.PositiveInfinity);

    private readonly nn.Module<Tensor, Tensor> _activation = nn.ReLU();
    private readonly MaskedDropout _dropout;
    private readonly TextSpec _spec;

    /// <summary>Without weights and without state: it is no child of the network.</summary>
    private readonly MissingStage? _missing;

    /// <param name="spec">What it is made of.</param>
    /// <param name="making">How.</param>
    public TextNetwork(TextSpec spec, NetworkMaking making)
        : base(nameof(TextNetwork), spec)
    {
        _spec = spec;
        _dropout = making.Dropout();
        var inputs = new StageInputs(spec.Features, spec.Entries, Sparse: true);
        _missing = spec.Missing?.Create(inputs, _dropout, making.Device);
        int width = spec.Missing?.After(inputs).Width ?? spec.Features;
        Direct = new SparseNtkLinear(width, spec.Classes, gain: 1, making.Device);
        Embedding = new SparseNtkLinear(width, spec.HiddenUnits, EmbeddingGain, making.Device);
        Output = new NtkLinear(spec.HiddenUnits, spec.Classes, 1 / Math.Sqrt(spec.HiddenUnits), making.Device);
        register_module("direct", Direct);
        register_module("embedding", Embedding);
        register_module("activation", _activation);
        register_module("dropout", _dropout);
        register_module("output", Output);
    }

    /// <summary>Weights of each n-gram for each output.</summary>
    public SparseNtkLinear Direct { get; }

    /// <summary>Weights of each n-gram for each hidden unit.</summary>
    public SparseNtkLinear Embedding { get; }

    /// <summary>The layer after the hidden one.</summary>
    public NtkLinear Output { get; }

    public override IReadOnlyList<FeatureStorage> Storage => [FeatureStorage.EverySparseSlot];

    /// <inheritdoc/>
    /// <remarks>Only the n-grams of a row are multiplied.</remarks>
    public override double MultiplicationsPerRow => 3.0 * _spec.Entries * (_spec.Classes + _spec.HiddenUnits);

    public override EngineNetwork ForEngine(Func<Parameter, CpuParameter> parameter) => new(
        _missing?.ForRows(s_unbounded) ?? s_unbounded,
        new CpuNetworkParts([Embedding.ForEngine(parameter, CpuActivation.Relu), Output.ForEngine(parameter)])
        {
            Direct = Direct.ForEngine(parameter),
        });

    public override IReadOnlyList<int> Indicated => _spec.Missing?.Indicated ?? [];

    public override bool FillsMissing => _missing is not null;

    public override FeatureRows Read(in Batch rows, int input) => _missing?.Forward(rows[input]) ?? rows[input];

    public override IReadOnlyList<nn.Module> HiddenReaders => [Output];

    public override Tensor forward(Tensor input) => Forward(new FeatureRows(input));

    public override Tensor Forward(in Batch rows) => Trace(rows).Outputs;

    public override NetworkTrace Trace(in Batch rows)
    {
        FeatureRows read = Read(rows, 0);
        Tensor hidden = _dropout.forward(_activation.forward(Embedding.Forward(read)));
        return new NetworkTrace(Output.forward(hidden).Add(Direct.Forward(read)), [hidden]);
    }

    public override IReadOnlyList<ObservedLayer> DescribeHidden() =>
    [
        new ObservedLayer
        {
            Name = "hidden1",
            Kind = "Linear",
            Width = _spec.HiddenUnits,
            Incoming = Embedding.UnitWeights(),
            Bias = Embedding.Bias.detach(),
            Outgoing = Output.UnitWeights(),
            StaticBiasSize = Sigma0 * Embedding.Gain,
        },
    ];

    public override IReadOnlyList<EmbeddingReport> DescribeEmbeddings() => [CollapseDiagnostics.Embedding("n-grams", Embedding.Weight)];

    public override void Initialize(RowStore rows, RowOrder trainingRows, WeightRandom random)
    {
        Direct.Clear();
        Embedding.Initialize(random.In("embedding"));
        Output.Initialize(random.In("output"));
    }

    public override IEnumerable<SyreParameterGroup> ParameterGroups()
    {
        yield return new SyreParameterGroup("direct", [("direct.rows.weight", Direct.Weight)]) { InitialDeviation = 1 };
        // The gain divides the effective rate by ten; the decay per step is that of the direct weights.
        yield return new SyreParameterGroup("embedding", [("embedding.rows.weight", Embedding.Weight)])
        {
            LearningRateFactor = 5,
            WeightDecayFactor = 0.2,
            InitialDeviation = 1,
        };
        yield return new SyreParameterGroup("output", [("output.weight", Output.Weight)]) { LearningRateFactor = 3, InitialDeviation = 1 };
        yield return new SyreParameterGroup(
            "biases",
            [("direct.bias", Direct.Bias), ("embedding.bias", Embedding.Bias), ("output.bias", Output.Bias)])
        { WeightDecayFactor = 0 };
    }

    public override IReadOnlyList<InputTable> Tables => [new(Direct.Weight), new(Embedding.Weight)];

    public override void BeginStep(long step, double dropout, double progress) => _dropout.BeginStep(step, dropout);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _missing?.Dispose();
        base.Dispose(disposing);
    }
}
