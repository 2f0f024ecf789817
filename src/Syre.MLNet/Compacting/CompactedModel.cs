using Syre.MLNet.Networks;
using Syre.Torch;

namespace Syre.MLNet.Compacting;

/// <summary>Makes a model of what a compaction has left of another's networks.</summary>
internal static class CompactedModel
{
    /// <summary>A name for each hidden layer of a network in the report.</summary>
    /// <param name="model">The model.</param>
    /// <param name="network">Which of its networks.</param>
    /// <param name="removed">What was taken out of it.</param>
    public static IEnumerable<CompactedLayer> Named(SyreNetworkModel model, int network, CompactedUnits removed) =>
        model.Members.Count == 0
            ? removed.Removed
            : removed.Removed.Select(layer => layer with { Name = $"{EnsembleSpec.NameOf(network + 1)}.{layer.Name}" });

    /// <summary>A new model; the caller owns it, and no dispose scope may be open.</summary>
    /// <param name="model">The model, which stays as it is.</param>
    /// <param name="left">What is left of each of its networks.</param>
    public static SyreNetworkModel Create(SyreNetworkModel model, IReadOnlyList<CompactedUnits> left)
    {
        TabularNetwork[] networks = [.. model.Networks.Cast<TabularNetwork>()];
        if (model.ScoringNetwork is not EnsembleNetwork ensemble)
            return Like(model, new TabularCompaction(networks[0]).Create(left[0], model.Summary.Seed), []);
        TabularNetwork[] members =
            [.. networks.Select((one, i) => new TabularCompaction(one).Create(left[i], model.Summary.Members[i].Seed))];
        var spec = (EnsembleSpec)ensemble.Spec with { Members = [.. members.Select(member => (TabularSpec)member.Spec)] };
        var network = new EnsembleNetwork(spec, members);
        network.eval();
        return Like(model, network, [.. model.Members.Zip(members, (one, member) => Like((SyreNetworkModel)one, member, []))]);
    }

    private static SyreNetworkModel Like(SyreNetworkModel model, ScoringNetwork network, IReadOnlyList<SyreModel> members) =>
        new(model.Task, network, model.Options, model.Summary, model.Report)
        {
            Origin = model.Origin,
            Members = members,
            Diagnostics = model.Diagnostics?.Copy(model.Report, network.Spec),
        };
}
