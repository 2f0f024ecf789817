using Syre.MLNet.Inputs;
using Syre.MLNet.Runtime;
using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.MLNet.Networks;

/// <summary>
/// Trained networks whose outputs are averaged. It is made of them once they are trained, and is never trained itself. The hidden layers of
/// one stand for those of all.
/// </summary>
internal sealed class EnsembleNetwork : ScoringNetwork, IOnnxExportable
{
    private readonly EnsembleSpec _spec;

    /// <param name="spec">What it is made of.</param>
    /// <param name="members">The networks; owned from now on.</param>
    public EnsembleNetwork(EnsembleSpec spec, IReadOnlyList<TabularNetwork> members)
        : base(nameof(EnsembleNetwork), spec)
    {
        (_spec, Members) = (spec, members);
        for (int member = 0; member < members.Count; member++)
            register_module(EnsembleSpec.NameOf(member), members[member]);
    }

    /// <summary>The networks.</summary>
    public IReadOnlyList<TabularNetwork> Members { get; }

    /// <summary>Number of the one whose hidden layers stand for all.</summary>
    public int ShownAt => _spec.Shown;

    private TabularNetwork Shown => Members[ShownAt];

    /// <summary>How their outputs become one's.</summary>
    public MemberMean Mean => _spec.Mean;

    public override int[]? Slots => Shown.Slots;

    public override IReadOnlyList<FeatureStorage> Storage => Shown.Storage;

    public override bool IsUnbounded => Members.Any(member => member.IsUnbounded);

    public override FeatureScale[]? Scales => Shown.Scales;

    public override IReadOnlyList<int> Indicated => Shown.Indicated;

    public override IReadOnlyList<int> Embedded => Shown.Embedded;

    public override bool FillsMissing => Shown.FillsMissing;

    public override IReadOnlyList<nn.Module> HiddenReaders => Shown.HiddenReaders;

    public override IReadOnlyList<InputTable> Tables => [.. Members.SelectMany(member => member.Tables)];

    /// <remarks>The engine runs each member by itself.</remarks>
    public override string? EngineObstacle(Device device) =>
        Members.Select(member => member.EngineObstacle(device)).FirstOrDefault(obstacle => obstacle is not null);

    public override double MultiplicationsPerRow => Members.Sum(member => member.MultiplicationsPerRow);

    public override IEnumerable<SyreParameterGroup> ParameterGroups() => Members.SelectMany(member => member.ParameterGroups());

    public override Tensor forward(Tensor input) => Forward(new FeatureRows(input));

    public override Tensor Forward(in Batch rows)
    {
        var outputs = new Tensor[Members.Count];
        for (int member = 0; member < outputs.Length; member++)
            outputs[member] = Members[member].Score(rows);
        return Mean.Apply(outputs);
    }

    /// <summary>Outputs within their bounds, of the members' own.</summary>
    public Tensor ScoreMembers(IReadOnlyList<Tensor> outputs) => Bounded(Mean.Apply(outputs));

    public override NetworkTrace Trace(in Batch rows) => new(Score(rows), Shown.Trace(rows).Hidden);

    public override Tensor? Preprocessed(in Batch rows) => Shown.Preprocessed(rows);

    public override Tensor? FirstInputs(in Batch rows) => Shown.FirstInputs(rows);

    public override IReadOnlyList<ObservedLayer> DescribeHidden() => Shown.DescribeHidden();

    public override IReadOnlyList<int> ExportedLayers() => Shown.ExportedLayers();

    public override void Initialize(RowStore rows, RowOrder trainingRows, WeightRandom random) =>
        throw new InvalidOperationException("An ensemble is made of networks that are trained.");

    public string ToOnnx(OnnxExportContext context, string input)
    {
        OnnxExportContext[] places = [.. Members.Select((_, i) => context.At(EnsembleSpec.NameOf(i)))];
        string outputs = Mean.ToOnnx(context, TabularNetwork.ToOnnx(places, Members, input), Members[0].Outputs);
        return Bounds?.ToOnnx(context, outputs) ?? outputs;
    }
}
