using Syre.MLNet.Inputs;
using Syre.MLNet.Networks.Stages;
using Syre.MLNet.Runtime;
using static TorchSharp.torch;

namespace Syre.MLNet.Networks;

/// <summary>A network on a column of features, which it scales and clips or only bounds.</summary>
internal abstract class FeatureNetwork : ScoringNetwork, IOnnxExportable
{
    /// <param name="name">Name of the module.</param>
    /// <param name="spec">What it is made of.</param>
    /// <param name="slots">See <see cref="ScoringNetwork.Slots"/>.</param>
    /// <param name="device">Where it is made.</param>
    protected FeatureNetwork(string name, NetworkSpec spec, int[]? slots, Device device)
        : base(name, spec)
    {
        Slots = slots;
        if (slots is not null)
            register_buffer(SlotsName, tensor(Array.ConvertAll(slots, slot => (long)slot), device: device));
    }

    public override int[]? Slots { get; }

    public override FeatureScale[]? Scales => (Preprocessing as FeatureScaling)?.Scales;

    /// <summary>The preprocessing.</summary>
    protected abstract Stage Preprocessing { get; }

    public override Tensor? Preprocessed(in Batch rows) => rows[0].Dense is null ? null : Preprocessing.Forward(rows[0]).Dense;

    public override void Initialize(RowStore rows, RowOrder trainingRows, WeightRandom random) =>
        (Preprocessing as FeatureScaling)?.Set(rows[0].Scales(trainingRows.Rows));

    public string ToOnnx(OnnxExportContext context, string input)
    {
        if (Slots is not null)
            input = context.Graph.AddNode("Gather", [input, context.AddState(SlotsName, get_buffer(SlotsName)!)], ("axis", 1));
        string outputs = FeaturesToOnnx(context, input);
        return Bounds?.ToOnnx(context, outputs) ?? outputs;
    }

    /// <summary>Adds all but slots and bounds to the graph.</summary>
    protected abstract string FeaturesToOnnx(OnnxExportContext context, string input);
}
