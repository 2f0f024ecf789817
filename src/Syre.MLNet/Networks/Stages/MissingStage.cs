using Syre.MLNet.Export;
using Syre.MLNet.Inputs;
using Syre.MLNet.Runtime;
using Syre.Onnx;
using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.MLNet.Networks.Stages;

/// <summary>Makes a <see cref="MissingStage"/>.</summary>
/// <param name="Indicated">The features of which an input tells whether the value is missing, ascending.</param>
internal sealed record MissingSpec(IReadOnlyList<int> Indicated) : StageSpec
{
    /// <summary>The name under which a network registers the stage.</summary>
    public const string Name = "missing";

    public override StageInputs After(StageInputs inputs) => inputs with
    {
        Width = inputs.Width + Indicated.Count,
        Entries = inputs.Sparse ? inputs.Entries : inputs.Entries + Indicated.Count,
    };

    public override MissingStage Create(StageInputs inputs, MaskedDropout dropout, Device device) =>
        new(Indicated, inputs.Width, device);

    public override IEnumerable<OnnxTensorInfo> State(StageInputs inputs) => Indicated.Count > 0
        ? [Floats("fill", inputs.Width), Floats("present", Indicated.Count)]
        : [Floats("fill", inputs.Width)];

    /// <summary>What cannot be in a network of so many features, one sentence each.</summary>
    public IEnumerable<string> ProblemsWith(int features) =>
        NotAscending(nameof(Indicated), Indicated, features) is { } problem ? [problem] : [];
}

/// <summary>
/// Fills in missing values, before they are scaled: with a number of each feature, and for some features with an input that tells whether
/// the value was missing. In sparse rows such an input has an entry only where it was.
/// </summary>
internal sealed class MissingStage : Stage
{
    private readonly IReadOnlyList<int> _indicated;
    private readonly Tensor? _places, _indicatorOf;

    /// <param name="indicated">See <see cref="MissingSpec"/>.</param>
    /// <param name="features">Number of features.</param>
    /// <param name="device">Where it is made.</param>
    public MissingStage(IReadOnlyList<int> indicated, int features, Device device)
        : base(nameof(MissingStage))
    {
        _indicated = indicated;
        Fill = zeros(features, float32, device: device).DetachFromDisposeScope();
        register_buffer("fill", Fill);
        if (indicated.Count == 0)
            return;
        Present = ones(indicated.Count, float32, device: device).DetachFromDisposeScope();
        register_buffer("present", Present);
        long[] indicatorOf = Array.ConvertAll(SlotMap.Invert([.. indicated], features), indicator => (long)indicator);
        _places = tensor([.. indicated.Select(feature => (long)feature)], device: device).DetachFromDisposeScope();
        _indicatorOf = tensor(indicatorOf, device: device).DetachFromDisposeScope();
    }

    /// <summary>What takes the place of a missing value, <c>[features]</c>.</summary>
    private Tensor Fill { get; }

    /// <summary>What tells of a missing value, <c>[indicated]</c>; null for none.</summary>
    private Tensor? Present { get; }

    /// <summary>
    /// Fits it to training rows. Of a feature that none of them misses the input stays 0: what it would do was never learnt.
    /// </summary>
    public void Set(FeatureSummary[] summaries)
    {
        using var scope = NewDisposeScope();
        Fill.copy_(tensor(Array.ConvertAll(summaries, summary => summary.Median)));
        Present?.copy_(tensor(_indicated.Select(feature => summaries[feature].HasMissing ? 1f : 0f).ToArray()));
    }

    public override FeatureRows Forward(in FeatureRows rows)
    {
        if (rows.Dense is not { } dense)
            return Filled(rows);
        Tensor missing = dense.isnan(), filled = where(missing, Fill, dense);
        return new(Present is null ? filled : cat([filled, missing.index_select(1, _places!).to(float32) * Present], 1));
    }

    public override string ToOnnx(OnnxExportContext context, string input)
    {
        string missing = context.Op("IsNaN", input);
        string filled = context.Op("Where", missing, context.AddState("fill", Fill), input);
        if (Present is null)
            return filled;
        string places = context.Graph.AddInt64Constant([.. _indicated.Select(feature => (long)feature)]);
        string told = context.Op(
            "Where", context.Graph.AddNode("Gather", [missing, places], ("axis", 1)), context.AddState("present", Present),
            context.Graph.AddConstant(0f));
        return context.Graph.AddNode("Concat", [filled, told], ("axis", 1));
    }

    public override JointValue ToOnnx(IReadOnlyList<OnnxExportContext> places, IReadOnlyList<Stage> stages, JointValue input) =>
        Present is null ? OnnxExportContext.AddTogether(places, input, ToOnnx) : base.ToOnnx(places, stages, input);

    /// <summary>What it makes of a row without torch, before another map.</summary>
    public IRowMap ForRows(IRowMap next) => new RowFill(
        HostValues.Copy<float>(Fill), _indicated, Present is null ? [] : HostValues.Copy<float>(Present), next);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _places?.Dispose();
            _indicatorOf?.Dispose();
        }
        base.Dispose(disposing);
    }

    private FeatureRows Filled(in FeatureRows rows)
    {
        Tensor values = rows.Values!, features = rows.Indices!, missing = values.isnan();
        Tensor filled = where(missing, Fill.index_select(0, features), values);
        if (Present is null)
            return rows with { Values = filled };
        Tensor indicators = _indicatorOf!.index_select(0, features);
        Tensor at = missing.logical_and(indicators.ge(HeldScalar.Zero)).nonzero().squeeze(1);
        if (at.shape[0] == 0)
            return rows with { Values = filled };
        Tensor told = indicators.index_select(0, at);
        return Inserted(rows with { Values = filled }, at, told.Sub(-Fill.shape[0]), Present.index_select(0, told));
    }

    /// <summary>Rows with an entry of an indicator more after some of theirs.</summary>
    private static FeatureRows Inserted(in FeatureRows rows, Tensor at, Tensor features, Tensor values)
    {
        Tensor old = TensorNumbers.Range(0, rows.Indices!.shape[0], at.device);
        Tensor order = cat([old.Mul(2L), at.Mul(2L).Sub(-1L)]).argsort();
        return new FeatureRows(
            null,
            cat([rows.Indices, features]).index_select(0, order),
            rows.Offsets!.Add(searchsorted(at, rows.Offsets!, out_int32: false, right: false)),
            cat([rows.Values!, values]).index_select(0, order));
    }
}
