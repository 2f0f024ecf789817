using Syre.MLNet.Data;
using Syre.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Syre.MLNet.Tabular;

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
        Slots = slots;
        if (slots is not null)
            register_buffer(SlotsName, tensor(Array.ConvertAll(slots, slot => (long)slot), device: device));
        if (scaled)
        {
            Scaling = new FeatureScaling(features, device);
            register_module(ScalingName, Scaling);
        }
    }

    /// <summary>The column's slot of each feature, or null when feature i is slot i.</summary>
    public int[]? Slots { get; }

    /// <summary>The preprocessing, or null for none.</summary>
    protected FeatureScaling? Scaling { get; }

    /// <summary>The least and the greatest output once training is over; null for any.</summary>
    public (double Lowest, double Highest)? Bounds { get; set; }

    /// <summary>The module that a user would call the network: the user's own, or this.</summary>
    public abstract nn.Module<Tensor, Tensor> Visible { get; }

    /// <summary>How rows are to be stored for this network.</summary>
    public abstract FeatureStorage Storage { get; }

    /// <summary>Whether rows are scored from their nonzero entries rather than as dense rows.</summary>
    public virtual bool ScoresEntries => false;

    /// <summary>Outputs, <c>[rows, outputs]</c>.</summary>
    public virtual Tensor Forward(in FeatureRows rows) => forward(rows.Dense!);

    /// <summary>Outputs within their bounds.</summary>
    public Tensor Score(in FeatureRows rows) =>
        Bounds is { } bounds ? Forward(rows).clamp(bounds.Lowest, bounds.Highest) : Forward(rows);

    /// <summary>Fits preprocessing, and initial weights where they depend on data, to the training rows.</summary>
    public virtual void Initialize(FeatureMatrix features, RowOrder trainingRows, Generator generator) =>
        Scaling?.Set(features.Scales(trainingRows.Rows));

    /// <summary>The trained parameters, by learning rate and decay.</summary>
    public abstract IEnumerable<SyreParameterGroup> ParameterGroups();

    /// <summary>Multiplications of one forward and backward pass for one row: three for each weight of a matrix.</summary>
    public virtual double MultiplicationsPerRow => 3.0 * parameters().Where(parameter => parameter.dim() > 1).Sum(parameter => parameter.numel());

    /// <inheritdoc/>
    public string ToOnnx(OnnxExportContext context, string input)
    {
        string value = input;
        if (Slots is not null)
            value = context.Graph.AddNode("Gather", [value, context.AddState(SlotsName, get_buffer(SlotsName)!)], ("axis", 1));
        if (Scaling is not null)
            value = context.Export(Scaling, ScalingName, value);
        value = ScaledToOnnx(context, value);
        return Bounds is { } bounds
            ? context.Op("Clip", value, context.Graph.AddConstant((float)bounds.Lowest), context.Graph.AddConstant((float)bounds.Highest))
            : value;
    }

    /// <summary>Adds what comes after slots and scaling to the graph.</summary>
    protected abstract string ScaledToOnnx(OnnxExportContext context, string input);

    /// <summary>Sets the dropout rate, where the network is ours.</summary>
    public virtual void SetDropout(double rate)
    {
    }
}
