using Syre.MLNet.Networks.Stages;
using Syre.MLNet.Objectives;
using Syre.Onnx;

namespace Syre.MLNet.Networks;

/// <summary>Several networks on the same features whose outputs are averaged.</summary>
/// <param name="Members">The networks.</param>
/// <param name="Mean">How their outputs become one's.</param>
/// <param name="Shown">The member whose hidden layers stand for all.</param>
internal sealed record EnsembleSpec(IReadOnlyList<TabularSpec> Members, MemberMean Mean, int Shown) : NetworkSpec
{
    public override int Features { get; init; } = Members is [var first, ..] ? first.Features : 0;

    public override int Outputs => Members[0].Outputs;

    /// <remarks>Those of the member whose hidden layers stand for all.</remarks>
    public override IReadOnlyList<TrainedUnits?> Trained => Members[Shown].Trained;

    public override bool IsCompacted => Members.Any(member => member.IsCompacted);

    /// <summary>Name of a member's module.</summary>
    public static string NameOf(int member) => $"member{member}";

    public override ScoringNetwork Create(NetworkMaking making) =>
        new EnsembleNetwork(this, [.. Members.Select(member => (TabularNetwork)member.Create(making))]);

    public override IEnumerable<OnnxTensorInfo> State() => Members.SelectMany((member, i) =>
        member.State().Select(tensor => tensor with { Name = $"{NameOf(i)}.{tensor.Name}" }));

    public override IEnumerable<string> Problems()
    {
        if (Members is null or { Count: < 2 or > SyreNetworkOptions.MostMembers })
            return [$"there are {Members?.Count ?? 0} members; expected are 2 to {SyreNetworkOptions.MostMembers}"];
        string[] problems = [.. Members.SelectMany(member => member is null ? ["a member is missing"] : member.Problems())];
        if (problems.Length > 0)
            return problems;
        TabularSpec first = Members[0];
        bool areAlike = Members.All(member =>
            member.Features == first.Features && member.Sparse == first.Sparse && member.TrainedStages.SequenceEqual(first.TrainedStages)
            && (member.Missing?.Indicated ?? []).SequenceEqual(first.Missing?.Indicated ?? []));
        return
        [
            .. areAlike ? Array.Empty<string>() : ["members take other features, or are made of other stages, than the first"],
            .. Shown >= 0 && Shown < Members.Count ? Array.Empty<string>() : [$"Shown is {Shown} of {Members.Count} members"],
            .. Mean is null ? ["Mean is missing"] : Mean.Problems(Members.Count, Outputs),
            .. base.Problems(),
        ];
    }

    public override bool IsMadeBy(SyreTrainerOptions options, Objective objective) =>
        options is SyreNetworkOptions { Members: null or > 1 } && Members.All(member => member.IsMadeBy(options, objective));

    public override bool Takes(int inputs) => Members[0].Takes(inputs);
}
