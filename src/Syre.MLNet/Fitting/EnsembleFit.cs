using Syre.MLNet.Inputs;
using Syre.MLNet.Networks;
using Syre.MLNet.Objectives;
using Syre.Torch;

namespace Syre.MLNet.Fitting;

/// <summary>Makes one network of several that were trained on the same rows.</summary>
internal static class EnsembleFit
{
    /// <summary>Rows that the members are compared on.</summary>
    private const int ComparedRows = 2000;

    /// <summary>The ensemble of these members, which it owns when this returns.</summary>
    /// <param name="context">What the fit ran in.</param>
    /// <param name="members">The members, at least two.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="duration">Time that all of it took.</param>
    public static FittedNetwork Combine(FitContext context, IReadOnlyList<FittedNetwork> members, FitRows rows, TimeSpan duration)
    {
        int shown = Enumerable.Range(0, members.Count).MaxBy(member => members[member].Report.Verdict);
        Objective[] objectives = [.. members.Select(member => member.Objective)];
        var mean = MemberMean.For(objectives, members[0].Network.Outputs);
        double disagreement = Disagreement(context, members, mean, rows.HeldBack ?? rows.Training);
        CollapseReport report = members[shown].Report with
        {
            Ensemble = new EnsembleReport
            {
                Verdicts = [.. members.Select(member => member.Report.Verdict)],
                Shown = shown,
                Disagreement = disagreement,
            },
        };
        var spec = new EnsembleSpec([.. members.Select(member => (TabularSpec)member.Network.Spec)], mean, shown);
        var network = new EnsembleNetwork(spec, [.. members.Select(member => (TabularNetwork)member.Network)]);
        network.eval();
        TrainingSummary[] summaries = [.. members.Select(member => member.Summary)];
        TrainingSummary summary = summaries[shown] with
        {
            Steps = summaries.Sum(one => one.Steps),
            Parameters = summaries.Sum(one => one.Parameters),
            Temperature = 1,
            Duration = duration,
            DiagnosticsDuration = TimeSpan.FromTicks(summaries.Sum(one => one.DiagnosticsDuration.Ticks)),
            Seed = context.Seed,
            Members = summaries,
        };
        return members[shown].AsEnsemble(network, objectives[0].At(1), summary, report, members);
    }

    /// <summary>See <see cref="EnsembleReport.Disagreement"/>.</summary>
    private static double Disagreement(FitContext context, IReadOnlyList<FittedNetwork> members, MemberMean mean, TrainingSet rows)
    {
        int count = Math.Min(ComparedRows, rows.Count), outputs = members[0].Network.Outputs;
        using var order = new RowOrder([.. Enumerable.Range(0, count).Select(i => (long)i * rows.Count / count)], context.Device);
        float[][] answers = [.. members.Select(member => member.Network.OutputsOf(rows.Rows, order))];
        double sum = 0;
        int pairs = 0;
        for (int one = 0; one < answers.Length; one++)
        {
            for (int other = one + 1; other < answers.Length; other++, pairs++)
            {
                double differences = 0;
                for (int at = 0; at < count * outputs; at += outputs)
                {
                    differences += mean.Difference(
                        one, other, answers[one].AsSpan(at, outputs), answers[other].AsSpan(at, outputs));
                }
                sum += mean.Of == MemberOutputs.Numbers ? Math.Sqrt(differences / count) : differences / count;
            }
        }
        return sum / pairs;
    }
}
