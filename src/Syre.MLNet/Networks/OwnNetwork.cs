using Syre.MLNet.Export;
using Syre.MLNet.Inputs;
using Syre.MLNet.Networks.Stages;
using Syre.MLNet.Runtime;
using Syre.Onnx;
using Syre.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Syre.MLNet.Networks;

/// <summary>The user's own network behind our preprocessing.</summary>
internal sealed class OwnNetwork : FeatureNetwork
{
    private readonly nn.Module<Tensor, Tensor> _network;
    private readonly TorchRandomness? _randomness;
    private ModuleObserver? _observer;
    private bool _isUntraced;
    private double[] _initialDeviations = [];

    /// <param name="spec">Its shape.</param>
    /// <param name="making">The network itself, and where it goes.</param>
    public OwnNetwork(OwnSpec spec, NetworkMaking making)
        : base(nameof(OwnNetwork), spec, spec.Missing, slots: null, making.Device)
    {
        _network = making.Own ?? throw new ArgumentException("The user's own network is not given.", nameof(making));
        _network.to(making.Device);
        _randomness = making.Randomness;
        Preprocessing = spec.Scaled ? new FeatureScaling(spec.Features + Indicated.Count, making.Device) : new BoundStage();
        register_module("scaling", Preprocessing);
        register_module("network", _network);
    }

    public override bool IsUnbounded => true;

    protected override Stage Preprocessing { get; }

    public override nn.Module<Tensor, Tensor> Visible => _network;

    protected override string EngineLacks => "the network is the user's own";

    public override Tensor forward(Tensor input) => FromPrepared(Prepared(new FeatureRows(input)));

    public override FeatureRows Prepare(in FeatureRows rows) => Prepared(new FeatureRows(AsDense(rows)));

    public override Tensor FromPrepared(in FeatureRows rows)
    {
        using IDisposable? turn = _randomness?.Enter();
        return _network.forward(rows.Dense!);
    }

    public override IReadOnlyList<FeatureStorage> Storage => [FeatureStorage.EverySlot];

    public override Tensor Forward(in Batch rows) => forward(AsDense(rows[0]));

    public override IReadOnlyList<nn.Module> HiddenReaders => _isUntraced ? [] : Observer.Readers;

    public override void PrepareTrace(in Batch example)
    {
        if (_observer is not null || _isUntraced)
            return;
        using IDisposable? turn = _randomness?.Enter();
        _observer = new ModuleObserver(_network, Prepare(example[0]).Dense!);
        using var scope = NewDisposeScope();
        _initialDeviations = [.. Observer.Describe().Select(layer => InitialDeviations is { } first
            ? first.GetValueOrDefault($"network.{layer.Name}.weight")
            : Deviation(layer))];
    }

    public override void LeaveUntraced()
    {
        _isUntraced = true;
        _observer?.Dispose();
        _observer = null;
    }

    public override NetworkTrace Trace(in Batch rows)
    {
        if (_isUntraced)
            return new NetworkTrace(Bounded(forward(AsDense(rows[0]))), []);
        using IDisposable? turn = _randomness?.Enter();
        Observation observed = Observer.Observe(Prepare(rows[0]).Dense!);
        return new NetworkTrace(Bounded(observed.Outputs), observed.Activations);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// σ0 is a multiple of the deviation that a parameter had when training began, which is when <see cref="PrepareTrace"/> saw it.
    /// </remarks>
    public override IReadOnlyList<ObservedLayer> DescribeHidden() => _isUntraced ? [] :
    [
        .. Observer.Describe().Select((layer, i) => layer with
        {
            StaticBiasSize = Sigma0 * InitialDeviation(layer, i) is > 0 and < double.PositiveInfinity and var size ? size : null,
        }),
    ];

    private double InitialDeviation(ObservedLayer layer, int index) =>
        InitialDeviations?.TryGetValue($"network.{layer.Name}.weight", out double deviation) == true
            ? deviation
            : _initialDeviations[index];

    /// <inheritdoc/>
    /// <remarks>A network that cannot be saved shows all of its layers in memory.</remarks>
    public override IReadOnlyList<int> ExportedLayers()
    {
        int[] all = [.. Enumerable.Range(0, HiddenReaders.Count)];
        try
        {
            var graph = new OnnxGraphBuilder();
            var (_, read) = OnnxExporter.Add(graph, this, graph.AddInput("features", OnnxElementType.Float, 1, Features));
            return [.. all.Where(layer => read.ContainsKey(HiddenReaders[layer]))];
        }
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            return all;
        }
    }

    public override IEnumerable<SyreParameterGroup> ParameterGroups()
    {
        var parameters = named_parameters().ToLookup(p => p.parameter.dim() > 1);
        if (parameters[true].Any())
            yield return new SyreParameterGroup("weights", parameters[true]);
        if (parameters[false].Any())
            yield return new SyreParameterGroup("vectors", parameters[false]) { WeightDecayFactor = 0 };
    }

    protected override string FeaturesToOnnx(OnnxExportContext context, string input) =>
        context.Export(_network, "network", context.Export(Preprocessing, "scaling", input));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _observer?.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>0 where the weights are not one parameter's: what θ0 is in them is not known then.</summary>
    private static double Deviation(ObservedLayer layer) => layer is { Parameters.Count: > 0, Incoming: { } weights } && weights.numel() > 1
        ? weights.to(float64).std(unbiased: false).item<double>()
        : 0;

    private ModuleObserver Observer => _observer ?? throw new InvalidOperationException($"{nameof(PrepareTrace)} was not called.");

    /// <summary>One batch of sparse rows as the network takes it; the whole set is never dense.</summary>
    private Tensor AsDense(in FeatureRows rows) => rows.ToDense(Features);
}
