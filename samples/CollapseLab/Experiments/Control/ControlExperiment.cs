using CollapseLab.Arms;
using CollapseLab.Reports;
using CollapseLab.Statistics;
using Syre.Cpu;

namespace CollapseLab.Experiments.Control;

/// <summary>E5: an objective with known mirrors.</summary>
internal sealed class ControlExperiment : Experiment
{
    private const double Threshold = 0.03;
    private const string Trapped = "start on half of the mirrors";

    public override string Verb => "control";

    public override string Title => "Control: how symmetric the solution is, against the objective";

    public override string Claim =>
        "On an objective with known mirrors vᵢ, syre alone moves smoothly between symmetric and unsymmetric solutions; vanilla, " +
        "decay, dropout and W-fix do not.";

    public override string Paper =>
        "A scatter of the degree of symmetry, the number of i with |vᵢᵀw| below a threshold that is not stated, against the objective, " +
        "for two spectra; no figures given (arXiv 2408.15495, section 6.2, known through reviews).";

    public override string Setup =>
        $"""
        L(w) = Σ ¼((vᵢᵀw)² − aᵢ)² with {MirrorObjective.Size} random orthonormal vᵢ; aᵢ = 1/i (*structured*) or uniform in (0, 1)
        (*unstructured*); gradient descent with lr·steps = 25 from a normal start of size 1, or from one that lies on half of the mirrors
        exactly. The strength is γ for the arms that pull, the rate of dropout, the share of coordinates that W-fix fixes. The degree of
        symmetry counts |vᵢᵀw| < {Threshold}; beside it stands the effective number of directions, which needs no threshold. The objective
        is over that of w = 0.
        """;

    public override Arm Ours => Arm.Syre(0.1);

    public override IReadOnlyList<Arm> Arms { get; } =
    [
        Arm.None, Arm.Noise(0.1), Arm.Plain, Arm.L2Init, Arm.Dropout, Arm.WFix, Arm.Syre(0.01), Arm.Syre(0.1), Arm.Syre(1),
        Arm.SyreAdvanced(0.1),
    ];

    public override IReadOnlyList<Measure> Measures { get; } =
    [
        new("degree", "degree of symmetry, share of mirrors") { IsCompared = true },
        new("loss", "objective, over that of w = 0") { IsCompared = true },
        new("directions", "effective number of directions", "0.0"),
    ];

    public override string Axis => "strength";

    public override int Seeds => 10;

    public override IReadOnlyList<Setting> Settings(bool isQuick) =>
    [
        .. from spectrum in (string[])["structured", "unstructured"]
           from start in (string[])["normal start", Trapped]
           from strength in isQuick ? (double[])[0.02, 0.3] : [0.003, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.7]
           select new Setting($"{spectrum}, {start}, {strength}", strength, $"{spectrum}, {start}"),
    ];

    public override Measured Run(Trial trial)
    {
        double[] wanted = new double[MirrorObjective.Size];
        var random = new ElementRandom(trial.Seed, "wanted");
        for (int i = 0; i < wanted.Length; i++)
            wanted[i] = trial.Setting.Group.StartsWith("structured", StringComparison.Ordinal) ? 1.0 / (i + 1) : random.Uniform(i);
        var objective = new MirrorObjective(wanted, trial.Seed);
        double[] s = objective.Train(trial.Arm, trial.Setting.X, trial.Setting.Group.EndsWith(Trapped, StringComparison.Ordinal));
        double sum = s.Sum(Math.Abs);
        return new Measured
        {
            Values = new Dictionary<string, double>
            {
                ["degree"] = s.Count(x => Math.Abs(x) < Threshold) / (double)s.Length,
                ["loss"] = objective.Loss(s),
                ["directions"] = Math.Exp(-s.Select(x => Math.Abs(x) / sum).Where(p => p > 0).Sum(p => p * Math.Log(p))),
            },
        };
    }

    public override Verdict Judge(Outcome outcome)
    {
        Setting[] trapped = [.. outcome.Of($"unstructured, {Trapped}")];
        Setting[] free = [.. outcome.Of("unstructured, normal start")];
        Setting weak = trapped.First(setting => setting.X >= 0.02);
        Estimate Degree(Setting setting, Arm arm) => outcome.Mean(setting, arm, "degree");
        // How far an arm reaches over its strengths, and in how large a leap at most.
        (double Range, double Leap) Reach(Setting[] settings, Arm arm)
        {
            double[] degrees = [.. settings.Select(setting => Degree(setting, arm).Mean)];
            return (degrees.Max() - degrees.Min(), degrees.Zip(degrees.Skip(1), (a, b) => Math.Abs(b - a)).Max());
        }
        string reaches = string.Join(", ", new[] { Arm.Plain, Arm.Dropout, Arm.WFix, Arm.Syre(0.01), Ours, Arm.Syre(1) }
            .Select(arm => $"{arm.Name} {Reach(trapped, arm).Range:0.00} ({Reach(trapped, arm).Leap:0.00})"));
        return Verdict.Of(
            $"""
            From a start on half of the mirrors, unstructured, strength {weak.X}: degree of symmetry
            {Degree(weak, Arm.None).Text("0.00")} without decay, {Degree(weak, Arm.Plain).Text("0.00")} with it,
            {Degree(weak, Ours).Text("0.00")} with syre 0.1; objective {outcome.Mean(weak, Arm.Plain, "loss").Text("0.000")} with decay,
            {outcome.Mean(weak, Ours, "loss").Text("0.000")} with syre. Range of the degree over the strengths, and its largest leap
            between neighbours: {reaches}. From a normal start plain decay has {Reach(free, Arm.Plain).Range:0.00}
            ({Reach(free, Arm.Plain).Leap:0.00}), syre 0.1 {Reach(free, Ours).Range:0.00} ({Reach(free, Ours).Leap:0.00}).
            """,
            outcome.Difference(weak, Arm.Plain, Ours, "degree").IsAbove(0),
            outcome.Difference(weak, Arm.Plain, Ours, "loss").IsAbove(0),
            Reach(free, Arm.Plain).Range < 0.5 && Reach(free, Arm.Dropout).Range < 0.5 && Reach(free, Arm.WFix).Range < 0.5);
    }

    public override IEnumerable<Chart> Charts(Outcome outcome) =>
        from gathered in outcome.Settings.GroupBy(setting => setting.Group)
        from chart in (Chart[])
        [
            Chart.OfSweep(outcome, Measures[0], [.. gathered]),
            new(gathered.Key, "degree of symmetry", Measures[1].Title,
            [
                .. Arms.Select((arm, i) => new ChartLine(arm.Name, i,
                [
                    .. gathered.Select(setting =>
                        (outcome.Mean(setting, arm, "degree").Mean, outcome.Mean(setting, arm, "loss") with { HalfWidth = double.NaN })),
                ])),
            ])
            {
                YIsLogarithmic = true,
            },
        ]
        select chart;
}
