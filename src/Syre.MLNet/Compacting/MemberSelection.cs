using Syre.MLNet.Networks;
using Syre.MLNet.Objectives;
using Syre.MLNet.Training;

namespace Syre.MLNet.Compacting;

/// <summary>
/// Chooses members of an ensemble, greedily: first the best by itself, then the one with which the mean is best, and so on (Caruana et al.
/// 2004, without replacement).
/// </summary>
/// <param name="model">The ensemble.</param>
/// <param name="rows">The rows that judge.</param>
internal sealed class MemberSelection(SyreNetworkModel model, JudgedRows rows)
{
    private readonly MemberMean _mean = ((EnsembleNetwork)model.ScoringNetwork).Mean;

    private Objective Objective => model.Task.Objective;

    private int Width => model.ScoringNetwork.Outputs;

    /// <summary>The members in the order in which they are chosen.</summary>
    public IReadOnlyList<int> Order()
    {
        List<int> chosen = [], left = [.. Enumerable.Range(0, rows.Outputs.Count)];
        while (left.Count > 0)
        {
            int best = left.MinBy(member => Judge([.. chosen, member]).Error);
            chosen.Add(best);
            left.Remove(best);
        }
        return chosen;
    }

    /// <summary>How bad the mean of some members is, by the metric of the options, and its temperature.</summary>
    public (double Error, double Temperature) Judge(IReadOnlyList<int> members)
    {
        float[] outputs = Outputs(members);
        if (!Objective.IsScaled)
        {
            ValidationResult result =
                new ValidationJudge(Objective, model.Options, (Objective.EngineTargets(rows.Labels), rows.Weights)).Measure(outputs);
            return (result.Choosing, result.Temperature);
        }
        double sum = 0;
        for (int i = 0; i < outputs.Length; i++)
        {
            LabelScale scale = Objective.Scales[i % Width];
            // Of transformed labels the members give labels.
            double number = scale.Transform is not null ? outputs[i] : outputs[i] * scale.Deviation + scale.Mean;
            double error = (number - rows.Labels[i]) / scale.Deviation;
            sum += rows.Weights[i / Width] * (model.Options.Metric == TrainingMetric.MeanAbsoluteError ? Math.Abs(error) : error * error);
        }
        return (sum / rows.Weights.Sum(weight => (double)weight), 1);
    }

    /// <summary>
    /// How badly the rows' labels go with the mean of some members, and a weight of each, for intervals and sets of classes.
    /// </summary>
    public (double[] Misfits, double[] Weights) Misfits(IReadOnlyList<int> members)
    {
        float[] outputs = Outputs(members);
        Objective calibrated = Objective.At(Judge(members).Temperature);
        return (
            [.. rows.Labels.Select((label, row) => calibrated.Misfit(outputs.AsSpan(row * Width, Width), label))],
            [.. rows.Weights.Select(weight => (double)weight)]);
    }

    /// <summary>The outputs of the mean of some members, row after row, in the scales of the whole ensemble.</summary>
    private float[] Outputs(IReadOnlyList<int> members)
    {
        var outputs = new float[rows.Outputs[0].Length];
        _mean.Only(members).Apply([.. members.Select(member => rows.Outputs[member])], outputs, Width);
        return outputs;
    }
}
