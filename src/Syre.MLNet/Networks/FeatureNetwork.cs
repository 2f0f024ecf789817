using Syre.MLNet.Inputs;
using Syre.MLNet.Networks.Stages;
using Syre.MLNet.Runtime;
using static TorchSharp.torch;

namespace Syre.MLNet.Networks;

/// <summary>A network on a column of features. It may fill in missing ones, and scales and clips all or only bounds them.</summary>
internal abstract class FeatureNetwork : ScoringNetwork, IOnnxExportable
{
    private readonly MissingStage? _missing;

    /// <param name="name">Name of the module.</param>
    /// <param name="spec">What it is made of.</param>
    /// <param name="missing">How missing values are filled in; null where they make outputs NaN.</param>
    /// <param name="slots">See <see cref="ScoringNetwork.Slots"/>.</param>
    /// <param name="device">Where it is made.</param>
    protected FeatureNetwork(string name, NetworkSpec spec, MissingSpec? missing, int[]? slots, Device device)
        : base(name, spec)
    {
        Slots = slots;
        Indicated = missing?.Indicated ?? [];
        _missing = missing is null ? null : new MissingStage(missing.Indicated, spec.Features, device);
        if (_missing is not null)
            register_module(MissingSpec.Name, _missing);
        if (slots is not null)
            register_buffer(SlotsName, tensor(Array.ConvertAll(slots, slot => (long)slot), device: device));
    }

    public override int[]? Slots { get; }

    public override IReadOnlyList<int> Indicated { get; }

    public override bool FillsMissing => _missing is not null;

    public override FeatureScale[]? Scales => (Preprocessing as FeatureScaling)?.Scales[..Features];

    /// <summary>The preprocessing.</summary>
    protected abstract Stage Preprocessing { get; }

    public override Tensor? Preprocessed(in Batch rows) => rows[0].Dense is null ? null : Prepared(rows[0]).Dense;

    public override FeatureRows Read(in Batch rows, int input) => Filled(rows[input]);

    public override void Initialize(RowStore rows, RowOrder trainingRows, WeightRandom random)
    {
        var scaling = Preprocessing as FeatureScaling;
        if (scaling is null && _missing is null)
            return;
        FeatureSummary[] summaries = rows[0].Summaries(trainingRows.Rows);
        _missing?.Set(summaries);
        scaling?.Set([.. summaries.Select(summary => summary.Scale), .. Indicated.Select(_ => FeatureScale.None)]);
    }

    public string ToOnnx(OnnxExportContext context, string input)
    {
        input = SlotsToOnnx(context, input);
        if (_missing is not null)
            input = context.Export(_missing, MissingSpec.Name, input);
        string outputs = FeaturesToOnnx(context, input);
        return Bounds?.ToOnnx(context, outputs) ?? outputs;
    }

    /// <summary>Rows as the layers read them: filled in and scaled. Zeros, or no entries, are a row of training medians.</summary>
    public virtual FeatureRows Prepare(in FeatureRows rows) => Prepared(rows);

    /// <summary>Outputs within their bounds, of rows as <see cref="Prepare"/> makes them.</summary>
    public Tensor ScorePrepared(in FeatureRows rows) => Bounded(FromPrepared(rows));

    /// <summary>Outputs of rows as <see cref="Prepare"/> makes them.</summary>
    public abstract Tensor FromPrepared(in FeatureRows rows);

    /// <summary>What fills in missing values; null where they make outputs NaN.</summary>
    protected Stage? Filling => _missing;

    /// <summary>Adds the features that the network takes of a column to a graph.</summary>
    protected string SlotsToOnnx(OnnxExportContext context, string input) => Slots is null
        ? input
        : context.Graph.AddNode("Gather", [input, context.AddState(SlotsName, get_buffer(SlotsName)!)], ("axis", 1));

    /// <summary>Rows as the first layer reads them.</summary>
    protected FeatureRows Prepared(in FeatureRows rows) => Preprocessing.Forward(Filled(rows));

    /// <summary>The same without torch; null where the preprocessing has no such map.</summary>
    protected IRowMap? RowMap() => Preprocessing.ForRows() is { } map ? _missing?.ForRows(map) ?? map : null;

    private FeatureRows Filled(in FeatureRows rows) => _missing?.Forward(rows) ?? rows;

    /// <summary>Adds all but slots, missing values and bounds to the graph.</summary>
    protected abstract string FeaturesToOnnx(OnnxExportContext context, string input);
}
