using Syre.MLNet.Inputs;
using Syre.MLNet.Runtime;
using Syre.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.MLNet.Networks;

/// <summary>A network from raw features to logits, its preprocessing included: the built-in one, or the user's own behind our preprocessing.</summary>
internal abstract class ScoringNetwork : ExplicitModule, IOnnxExportable
{
    /// <summary>Name of the buffer of slots.</summary>
    internal const string SlotsName = "feature_slots";

    private const string ScalingName = "scaling";

    /// <param name="name">Name of the module.</param>
    /// <param name="features">Number of features.</param>
    /// <param name="slots">See <see cref="Slots"/>.</param>
    /// <param name="scaled">Whether features are scaled and clipped first.</param>
    /// <param name="device">Where it is made.</param>
    protected ScoringNetwork(string name, int features, int[]? slots, bool scaled, Device device)
        : base(name)
    {
        (Slots, Features) = (slots, features);
        if (slots is not null)
            register_buffer(SlotsName, tensor(Array.ConvertAll(slots, slot => (long)slot), device: device));
        if (scaled)
        {
            Scaling = new FeatureScaling(features, device);
            register_module(ScalingName, Scaling);
        }
    }

    /// <summary>Number of features.</summary>
    public int Features { get; }

    /// <summary>The column's slot of each feature, or null when feature i is slot i.</summary>
    public int[]? Slots { get; }

    /// <summary>The preprocessing, or null for none.</summary>
    protected FeatureScaling? Scaling { get; }

    /// <summary>The bounds of outputs once training is over; null for none.</summary>
    public OutputBounds? Bounds { get; set; }

    /// <summary>Whether outputs may be beyond a float's range: features are not scaled, or the layers are the user's own.</summary>
    public virtual bool IsUnbounded => Scaling is null;

    /// <summary>Number of outputs.</summary>
    public abstract int Outputs { get; }

    /// <summary>The module that a user would call the network: the user's own, or this.</summary>
    public abstract nn.Module<Tensor, Tensor> Visible { get; }

    /// <summary>How rows are to be stored for this network, input by input.</summary>
    public abstract IReadOnlyList<FeatureStorage> Storage { get; }

    /// <summary>Outputs, <c>[rows, outputs]</c>.</summary>
    public virtual Tensor Forward(in Batch rows) => forward(rows[0].Dense!);

    /// <summary>Outputs within their bounds.</summary>
    public Tensor Score(in Batch rows) => Bounded(Forward(rows));

    /// <summary>The modules that read the hidden layers, from the input to the output.</summary>
    public abstract IReadOnlyList<nn.Module> HiddenReaders { get; }

    /// <summary>Outputs within their bounds, and the hidden layers that led to them. <see cref="PrepareTrace"/> comes first.</summary>
    public abstract NetworkTrace Trace(in Batch rows);

    /// <summary>The hidden layers with their present weights; the caller's dispose scope owns the tensors.</summary>
    public abstract IReadOnlyList<ObservedLayer> DescribeHidden();

    /// <summary>σ0 of the training, where it is one with syre: what the layers' <see cref="ObservedLayer.StaticBiasSize"/> is made of.</summary>
    public double? Sigma0 { get; set; }

    /// <summary>The tables of embeddings, measured.</summary>
    public virtual IReadOnlyList<EmbeddingReport> DescribeEmbeddings() => [];

    /// <summary>The hidden layers that a saved graph can show, by index: those whose reader is a module of its own in the graph too.</summary>
    public abstract IReadOnlyList<int> ExportedLayers();

    /// <summary>Finds the hidden layers, where they are not known, by running a few rows.</summary>
    public virtual void PrepareTrace(in Batch example)
    {
    }

    /// <summary>Says no more of hidden layers, since they cannot be observed.</summary>
    public virtual void LeaveUntraced()
    {
    }

    /// <summary>The features as the first layer reads them, <c>[rows, features]</c>; null for sparse rows.</summary>
    public virtual Tensor? Preprocessed(in Batch rows) => rows[0].Dense is { } dense ? Scaled(dense) : null;

    /// <summary>Features as the network's own layers get them: scaled and clipped, or only bounded.</summary>
    protected Tensor Scaled(Tensor features) => Scaling?.forward(features) ?? FeatureScaling.Unscaled(features);

    /// <summary>Fits preprocessing, and initial weights where they depend on data, to the training rows.</summary>
    public virtual void Initialize(RowStore rows, RowOrder trainingRows, Generator generator) =>
        Scaling?.Set(rows[0].Scales(trainingRows.Rows));

    /// <summary>The scale of each feature; null where they are not scaled.</summary>
    public FeatureScale[]? Scales => Scaling?.Scales;

    /// <summary>Makes the last layer that of a new network, where the network is ours.</summary>
    public virtual void ResetOutputs()
    {
    }

    /// <summary>The outputs, not bounded, of some rows in evaluation mode, row after row.</summary>
    public float[] OutputsOf(RowStore store, RowOrder rows)
    {
        const int block = 8192;
        eval();
        using var _ = no_grad();
        var outputs = new float[rows.Rows.Length * Outputs];
        for (int start = 0; start < rows.Rows.Length; start += block)
        {
            using var scope = NewDisposeScope();
            int count = Math.Min(block, rows.Rows.Length - start);
            HostValues.Of<float>(Forward(store.Select(rows, start, count))).CopyTo(outputs.AsSpan(start * Outputs));
        }
        return outputs;
    }

    /// <summary>The trained parameters, by learning rate and decay.</summary>
    public abstract IEnumerable<SyreParameterGroup> ParameterGroups();

    /// <summary>The weights of which sparse rows read one row an entry, and that then get a gradient of these rows only.</summary>
    public virtual IReadOnlyList<Parameter> Tables => [];

    /// <summary>Multiplications of one forward and backward pass for one row: three for each weight of a matrix.</summary>
    public virtual double MultiplicationsPerRow => 3.0 * parameters().Where(parameter => parameter.dim() > 1).Sum(parameter => parameter.numel());

    /// <inheritdoc/>
    public string ToOnnx(OnnxExportContext context, string input)
    {
        string value = input;
        if (Slots is not null)
            value = context.Graph.AddNode("Gather", [value, context.AddState(SlotsName, get_buffer(SlotsName)!)], ("axis", 1));
        value = Scaling is not null
            ? context.Export(Scaling, ScalingName, value)
            : FeatureScaling.UnscaledToOnnx(context, value);
        value = ScaledToOnnx(context, value);
        return Bounds?.ToOnnx(context, value) ?? value;
    }

    /// <summary>Adds what comes after slots and scaling to the graph.</summary>
    protected abstract string ScaledToOnnx(OnnxExportContext context, string input);

    /// <summary>The outputs within their bounds.</summary>
    protected Tensor Bounded(Tensor outputs) => Bounds?.Apply(outputs) ?? outputs;

    /// <summary>Begins a step of training: its dropout, where the network is ours.</summary>
    /// <param name="step">The step's number, which the masks depend on.</param>
    /// <param name="dropout">The share of activations set to zero.</param>
    public virtual void BeginStep(long step, double dropout)
    {
    }
}
