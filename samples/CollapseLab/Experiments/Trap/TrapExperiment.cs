using CollapseLab.Arms;
using CollapseLab.Reports;
using CollapseLab.Statistics;

namespace CollapseLab.Experiments.Trap;

/// <summary>E1: units that start identical, and a unit that is dead.</summary>
internal sealed class TrapExperiment : Experiment
{
    private const string Twins = "Units that start identical";
    private const string Died = "A ReLU that died after a good start";
    private const string Born = "A ReLU that is dead from the start";

    public override string Verb => "trap";

    public override string Title => "Trapped training: identical units and dead units";

    public override string Claim =>
        "Units of a two-layer ReLU network that start identical stay identical for ever, so that training is trapped; syre frees it.";

    public override string Paper =>
        """
        Introductory figure: loss with and without removal, one run, no figures given (arXiv 2408.15495, known through its
        reproducibility card and reviews). Of dead units: Self-Normalized Resets (arXiv 2410.20098) proves that regularisers can fail
        to revive a single dead ReLU.
        """;

    public override string Setup =>
        $"""
        A student of {TwinUnits.Hidden} ReLU units learns a teacher of {TwinUnits.Teachers} on {Student.Rows} rows of
        {Student.Inputs} normal inputs: gradient descent on all rows, learning rate {Student.LearningRate}, λ = 2γ =
        {TwinUnits.Lambda}; the loss is the mean squared error over the variance of the labels. A share of its units starts as copies
        of the first, with weights in and out. Then a student of one ReLU for a teacher of one, dead on all rows: after a good start,
        which L2 Init remembers, or from the start. What counts there is lr·λ·steps: by e to it a weight without gradient comes
        nearer to its target.
        """;

    public override Arm Ours => Arm.Syre(0.01);

    public override IReadOnlyList<Arm> Arms { get; } =
    [
        Arm.None, Arm.Noise(0.01), Arm.Noise(1), Arm.Plain, Arm.L2Init, Arm.Syre(0.01), Arm.Syre(0.1), Arm.Syre(1), Arm.SyreTheta(0.01),
        Arm.WFix,
    ];

    public override IReadOnlyList<Measure> Measures { get; } =
    [
        new("loss", "loss", "0.0000") { IsCompared = true },
        new("distance", "least distance of two units that started identical, over their size", "0.0000"),
        new("erank", "effective rank of the hidden layer", "0.00"),
        new("revived", "share of seeds in which the unit lives again", "0.00"),
        new("time", "pull until it lived again, lr·λ·steps", "0.00"),
    ];

    public override string Axis => "share of identical units";

    public override bool AxisIsLogarithmic => false;

    public override IReadOnlyList<Setting> Settings(bool isQuick) =>
    [
        .. (isQuick ? (double[])[1] : [0, 0.5, 1]).Select(share => new Setting($"{share:p0} identical", share, Twins)),
        .. from born in (bool[])[false, true]
           from times in isQuick ? (double[])[10] : [3, 10, 20]
           select new Setting($"{(born ? "born dead" : "died")}, lr·λ·steps {times}", times, born ? Born : Died),
    ];

    public override bool Has(Setting setting, Arm arm) => arm.Kind != ArmKind.WFix || setting.Group == Twins;

    public override Measured Run(Trial trial) => trial.Setting.Group switch
    {
        Twins => TwinUnits.Run(trial),
        string group => DeadUnit.Run(trial, isBorn: group == Born),
    };

    public override Verdict Judge(Outcome outcome)
    {
        Setting all = outcome.Of(Twins).Last(), died = outcome.Of(Died).Last(), born = outcome.Of(Born).Last();
        string revived = string.Join(", ", new[] { Arm.Plain, Arm.L2Init, Ours }.Select(arm =>
            $"{arm.Name} {outcome.Mean(died, arm, "revived").Mean:p0} and {outcome.Mean(born, arm, "revived").Mean:p0}"));
        return Verdict.Of(
            $"""
            All units identical: loss {outcome.Mean(all, Arm.Plain, "loss").Text("0.000")} with decay, whose units stay identical to the
            last bit, {outcome.Mean(all, Ours, "loss").Text("0.000")} with syre at σ0 0.01,
            {outcome.Mean(all, Arm.Noise(0.01), "loss").Text("0.000")} with noise of that size put into the start once. Of dead ReLUs
            that died and that were born dead there live again after lr·λ·steps = {died.X:0}: {revived}.
            """,
            outcome.Difference(all, Arm.Plain, Ours, "loss").IsAbove(0),
            outcome.Mean(all, Arm.Plain, "distance").Mean == 0);
    }

    public override IEnumerable<Chart> Charts(Outcome outcome)
    {
        Setting all = outcome.Of(Twins).Last();
        yield return Chart.OverTime(outcome, all, "loss", "steps", "loss") with { XIsLogarithmic = true, YIsLogarithmic = true };
        yield return Chart.OverTime(outcome, all, "distance", "steps", "least distance of two units") with { XIsLogarithmic = true };
        yield return Chart.OfSweep(outcome, Measures[0], [.. outcome.Of(Twins)]);
        foreach (string group in (string[])[Died, Born])
            yield return Chart.OfSweep(outcome, Measures[3], [.. outcome.Of(group)]) with { XTitle = "lr·λ·steps" };
    }
}
