using Syre.Cpu;
using Syre.MLNet.Export;
using Syre.MLNet.Inputs;
using Syre.MLNet.Networks.Stages;
using Syre.MLNet.Runtime;
using Syre.Onnx;
using Syre.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.MLNet.Networks;

/// <summary>The built-in network, after RealMLP-TD (arXiv 2407.04491): stages from preprocessing to the logits.</summary>
internal class TabularNetwork : FeatureNetwork
{
    private const int InitialisationRows = 4096;
    private readonly (string Name, Stage Stage)[] _stages;
    private readonly MaskedDropout _dropout;
    private readonly EmbeddingStage? _embedding;

    /// <param name="spec">What it is made of.</param>
    /// <param name="making">How.</param>
    public TabularNetwork(TabularSpec spec, NetworkMaking making)
        : base(nameof(TabularNetwork), spec, spec.Missing, spec.Sparse ? making.Slots : null, making.Device)
    {
        _dropout = making.Dropout();
        register_module("dropout", _dropout);
        _stages = [.. spec.Places().Select(place => (place.Name, place.Spec.Create(place.Inputs, _dropout, making.Device)))];
        foreach ((string name, Stage stage) in _stages)
            register_module(name, stage);
        _embedding = _stages.Select(named => named.Stage).OfType<EmbeddingStage>().SingleOrDefault();
        Embedded = spec.Embedding?.Embedded ?? [];
        MultiplicationsPerRow = 3 * _stages.Zip(spec.Places(), (named, place) => named.Stage.Multiplications(place.Inputs.Entries)).Sum();
    }

    public override IReadOnlyList<FeatureStorage> Storage => [Slots is null ? FeatureStorage.Dense : FeatureStorage.OfSlots(Slots)];

    public override bool IsUnbounded => Preprocessing is not FeatureScaling;

    public override IReadOnlyList<InputTable> Tables =>
        [.. _stages.SelectMany(stage => stage.Stage.Tables).Select(weights => new InputTable(weights))];

    /// <inheritdoc/>
    /// <remarks>A sparse first layer multiplies only the entries of a row, however many features there are.</remarks>
    public override double MultiplicationsPerRow { get; }

    public override IReadOnlyList<int> Embedded { get; }

    public override EngineNetwork? ForEngine(Func<Parameter, CpuParameter> parameter)
    {
        CpuLayer?[] layers = [.. _stages.Skip(_embedding is null ? 1 : 2).Select(stage => stage.Stage.ForEngine(parameter))];
        return RowMap() is { } map && layers.All(layer => layer is not null)
            ? new(map, new CpuNetworkParts(layers!) { Embedding = _embedding?.EmbeddingForEngine(parameter) })
            : null;
    }

    public override IReadOnlyList<nn.Module> HiddenReaders => [.. Hidden.Select(layer => _stages[layer + 1].Stage)];

    protected override Stage Preprocessing => _stages[0].Stage;

    /// <summary>The stages with their names, from the preprocessing to the last layer.</summary>
    public IReadOnlyList<(string Name, Stage Stage)> Stages => _stages;

    /// <summary>The stages, and before them what fills in missing values.</summary>
    private (string Name, Stage Stage)[] AllStages => Filling is null ? _stages : [(MissingSpec.Name, Filling), .. _stages];

    /// <summary>Which stages are hidden layers.</summary>
    protected IEnumerable<int> Hidden => Enumerable.Range(0, _stages.Length - 1).Where(i => _stages[i].Stage.UnitCount is not null);

    public override Tensor? FirstInputs(in Batch rows) =>
        Preprocessed(rows) is { } features ? _embedding?.forward(features) ?? features : null;

    public override Tensor forward(Tensor input) => Forward(new FeatureRows(input));

    public override Tensor Forward(in Batch rows) => FromPrepared(Prepared(rows[0]));

    public override NetworkTrace Trace(in Batch rows)
    {
        var hidden = new List<Tensor>();
        return new NetworkTrace(Bounded(Run(Prepared(rows[0]), hidden)), hidden);
    }

    public override IReadOnlyList<ObservedLayer> DescribeHidden() =>
        [.. Hidden.Select((at, i) => _stages[at].Stage.Describe(NameOf(at, i), _stages[at + 1].Stage.UnitWeights(), Sigma0)!)];

    /// <summary>What to call a hidden layer.</summary>
    /// <param name="at">Its stage.</param>
    /// <param name="index">Its place among the hidden layers.</param>
    protected virtual string NameOf(int at, int index) => $"hidden{index + 1}";

    public override void Initialize(RowStore store, RowOrder trainingRows, WeightRandom random)
    {
        base.Initialize(store, trainingRows, random);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        FeatureRows rows = store[0].Select(trainingRows, 0, Math.Min(InitialisationRows, trainingRows.Rows.Length));
        IFirstPass pass = FirstPass(rows);
        for (int i = 0; i < _stages.Length; i++)
        {
            WeightRandom own = random.In(_stages[i].Name);
            _stages[i].Stage.Initialize(own);
            if (_stages[i].Stage is IFittedStage fitted)
                fitted.FitTo(pass.Sums(i), own);
        }
    }

    public override void ResetOutputs() => ((OutputStage)_stages[^1].Stage).Reset();

    public override void BeginStep(long step, double dropout, double progress) => _dropout.BeginStep(step, dropout);

    public override IEnumerable<SyreParameterGroup> ParameterGroups() => TrainedParameter.Groups(_stages);

    /// <inheritdoc/>
    /// <remarks>Frequencies of an embedding have the scale of their features.</remarks>
    public override bool HasNominalScale(string parameter) =>
        !_stages.Any(named => named.Stage is EmbeddingStage && parameter.StartsWith($"{named.Name}.", StringComparison.Ordinal));

    /// <summary>Adds networks of one spec that read the same features to a graph that holds all of them.</summary>
    /// <param name="places">Where each is.</param>
    /// <param name="networks">The networks.</param>
    /// <param name="input">The features.</param>
    public static JointValue ToOnnx(IReadOnlyList<OnnxExportContext> places, IReadOnlyList<TabularNetwork> networks, string input)
    {
        OnnxGraphBuilder graph = places[0].Graph;
        var value = new JointValue(graph, [.. networks.Select((network, i) => network.SlotsToOnnx(places[i], input))]);
        IReadOnlyList<(string Name, Stage Stage)[]> all = [.. networks.Select(network => network.AllStages)];
        for (int at = 0; at < all[0].Length; at++)
        {
            Stage[] stages = [.. all.Select(one => one[at].Stage)];
            OnnxExportContext[] within = [.. places.Select(place => place.At(all[0][at].Name))];
            for (int i = 0; i < stages.Length && stages[i].UnitCount is not null; i++)
                within[i].Note(stages[i], value.Each[i]);
            value = stages[0].ToOnnx(within, stages, value);
        }
        return networks.All(network => network.Bounds is null)
            ? value
            : new(graph, [.. networks.Select((network, i) => network.Bounds?.ToOnnx(places[i], value.Each[i]) ?? value.Each[i])]);
    }

    /// <summary>The values of the first stage with weights for rows as they come.</summary>
    public Tensor FirstUnits(in Batch rows)
    {
        int first = Array.FindIndex(_stages, named => named.Stage.UnitCount is not null);
        return Run(Prepared(rows[0]), 1..(first + 1), null).Dense!;
    }

    protected override string FeaturesToOnnx(OnnxExportContext context, string input) =>
        _stages.Aggregate(input, (value, stage) => context.Export(stage.Stage, stage.Name, value));

    /// <inheritdoc/>
    /// <remarks>
    /// By the engine where it runs the network: the scale of labels that a training goes on with is made of these outputs.
    /// </remarks>
    protected override float[] OutputsOf(in Batch rows) => InEngine(rows[0])?.Outputs() ?? base.OutputsOf(rows);

    /// <summary>By the engine where it runs the network, so that its first weights are the same on every machine.</summary>
    private IFirstPass FirstPass(in FeatureRows rows) =>
        (IFirstPass?)InEngine(rows) ?? new TorchFirstPass([.. _stages.Select(named => named.Stage)], Read(rows, 0));

    private EngineFirstPass? InEngine(in FeatureRows rows) =>
        EngineObstacle((rows.Dense ?? rows.Values!).device) is null
            ? new EngineFirstPass(ForEngine(parameter => EngineNetwork.Parameter(parameter))!, rows)
            : null;

    public override Tensor FromPrepared(in FeatureRows rows) => Run(rows, null);

    private Tensor Run(FeatureRows rows, List<Tensor>? hidden) => Run(rows, 1.., hidden).Dense!;

    /// <summary>What some of the stages make of the rows.</summary>
    /// <param name="rows">The rows as they reach the first of them.</param>
    /// <param name="part">Which stages; the preprocessing is the first of all.</param>
    /// <param name="hidden">Gets their hidden layers; null for nobody.</param>
    protected FeatureRows Run(FeatureRows rows, Range part, List<Tensor>? hidden)
    {
        foreach ((_, Stage stage) in _stages.AsSpan(part))
        {
            rows = stage.Forward(rows);
            if (hidden is not null && stage.UnitCount is not null && stage != _stages[^1].Stage)
                hidden.Add(rows.Dense!);
        }
        return rows;
    }
}
