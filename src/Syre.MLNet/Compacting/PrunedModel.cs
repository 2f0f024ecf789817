using Syre.MLNet.Networks;
using Syre.MLNet.Objectives;
using Syre.Torch;

namespace Syre.MLNet.Compacting;

/// <summary>Makes a model of some members of an ensemble.</summary>
/// <param name="model">The ensemble, which stays as it is.</param>
/// <param name="selection">Judges members by rows; null where there are none.</param>
internal sealed class PrunedModel(SyreNetworkModel model, MemberSelection? selection)
{
    /// <summary>A new model; the caller owns it, and no dispose scope may be open.</summary>
    /// <param name="kept">The members that stay, at least one.</param>
    /// <param name="shown">Which of the ensemble's its hidden layers and its report are of.</param>
    public SyreNetworkModel Create(IReadOnlyList<int> kept, out int shown)
    {
        int[] members = [.. kept.Order()];
        shown = members.MaxBy(member => model.Members[member].Report.Verdict);
        SyreNetworkOptions options = model.Options with { Members = members.Length };
        IntervalSummary? interval = Interval(members);
        if (members.Length == 1)
        {
            var only = (SyreNetworkModel)model.Members[shown];
            // The rows judged it with its own temperature.
            double own = only.Summary.Temperature * (Temperature(members) ?? 1);
            return new SyreNetworkModel(
                only.Task with { Objective = only.Task.Objective.At(own).Covering(interval) }, Copy(shown), options,
                only.Summary with { Temperature = own, Interval = interval }, only.Report)
            {
                Origin = only.Origin,
            };
        }
        double temperature = Temperature(members) ?? model.Summary.Temperature;
        TabularNetwork[] networks = [.. members.Select(Copy)];
        var spec = new EnsembleSpec(
            [.. networks.Select(network => (TabularSpec)network.Spec)], ((EnsembleNetwork)model.ScoringNetwork).Mean.Only(members),
            Array.IndexOf(members, shown));
        var ensemble = new EnsembleNetwork(spec, networks);
        ensemble.eval();
        TrainingSummary[] summaries = [.. members.Select(member => model.Summary.Members[member])];
        TrainingSummary summary = model.Summary.Members[shown] with
        {
            Steps = summaries.Sum(one => one.Steps),
            Parameters = summaries.Sum(one => one.Parameters),
            Temperature = temperature,
            Duration = model.Summary.Duration,
            DiagnosticsDuration = TimeSpan.FromTicks(summaries.Sum(one => one.DiagnosticsDuration.Ticks)),
            Seed = model.Summary.Seed,
            Interval = interval,
            Members = summaries,
        };
        CollapseReport report = model.Members[shown].Report with
        {
            Ensemble = model.Report.Ensemble! with
            {
                Verdicts = [.. members.Select(member => model.Report.Ensemble.Verdicts[member])],
                Shown = spec.Shown,
            },
        };
        return new SyreNetworkModel(
            model.Task with { Objective = model.Task.Objective.At(temperature).Covering(interval) }, ensemble, options, summary,
            report)
        {
            Origin = model.Members[members[0]].Origin,
            Members = [.. members.Select((member, i) => Member((SyreNetworkModel)model.Members[member], networks[i]))],
        };
    }

    private TabularNetwork Copy(int member) =>
        new TabularCompaction(((EnsembleNetwork)model.ScoringNetwork).Members[member]).Copy(model.Summary.Members[member].Seed);

    private static SyreNetworkModel Member(SyreNetworkModel member, TabularNetwork network) =>
        new(member.Task, network, member.Options, member.Summary, member.Report)
        {
            Origin = member.Origin,
            Diagnostics = member.Diagnostics?.Copy(member.Report, network.Spec),
        };

    private double? Temperature(int[] members) => selection?.Judge(members).Temperature;

    private IntervalSummary? Interval(int[] members)
    {
        if (model.Options.Interval is not { } coverage)
            return null;
        (double[] misfits, double[] weights) = selection!.Misfits(members);
        return new IntervalSummary
        {
            Coverage = coverage,
            Rows = misfits.Length,
            Quantile = ConformalQuantile.Of(misfits, weights, coverage),
        };
    }
}
