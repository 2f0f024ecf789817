using CollapseLab.Arms;
using CollapseLab.Data;
using CollapseLab.Engine;
using CollapseLab.Reports;
using CollapseLab.Statistics;

namespace CollapseLab.Experiments.Permuted;

/// <summary>E10: networks that are trained on and on.</summary>
internal sealed class PermutedExperiment : Experiment
{
    private const string Abrupt = "permuted images";
    private const string Gradual = "the same, gradually";
    private const string Labels = "random labels";
    private const string Rescue = "rescue of a worn network";
    private const int Side = 14, Hidden = 100;
    private static readonly (string Stream, string What)[] s_streams =
    [
        (Abrupt, "Permuted images"), (Gradual, "Changed gradually"), (Labels, "Random labels"), (Rescue, "Rescue"),
    ];

    public override string Verb => "permuted";

    public override string Title => "Continual learning: permuted images, random labels, rescue, gradual change";

    public override string Claim =>
        "On permuted MNIST, task after task, vanilla's rank and accuracy collapse after about the sixth task; with syre they stay.";

    public override string Paper =>
        "Rank and accuracy over tasks, vanilla against syre, a convolutional network, one run, no figures given (arXiv 2408.15495, " +
        "known through reviews). The critic: plasticity is lost under abrupt change only (arXiv 2602.09234).";

    public override string Setup =>
        $"""
        {Side * Side}-{Hidden}-{Hidden}-10, ReLU, torch's default init, AdamW with the pull beside the gradient, batches of
        {Learner.Batch}, images of {Side} × {Side} pixels (means of four). *{Abrupt}*: 50 tasks of 4000 new images, each with pixels in a
        new order, one pass; every image is asked about before it is learnt from. *{Gradual}*: as many images, 10 pairs of pixels change
        places every 600. *{Labels}*: 25 tasks of 512 images with random labels, 20 epochs each, accuracy at each task's end. *{Rescue}*:
        30 tasks as the first without decay, then the arm takes over for 20 more; learning rate 0.003, of random labels 0.001. λ is
        swept: each arm is to be judged where it is best. σ0 is a multiple of the init's deviation; 2.4 is about He's scale. L2 to init
        times 2.4 has a target as large as syre's. Shrink and perturb halves the weights between tasks and adds noise. Reset starts each
        task, or the rescue, at the initial weights; where change is gradual both do so 333 times, every 600 images. All but no decay and
        noise have the pull, with the same λ.
        """;

    public override Arm Ours => Arm.Syre(2.4);

    public override string? Images => "mnist";

    public override IReadOnlyList<Arm> Arms { get; } =
    [
        Arm.None, Arm.Noise(2.4), Arm.Plain, Arm.L2Init, Arm.L2Scaled(2.4), Arm.L2Checkpoint, Arm.ShrinkAndPerturb(0.3),
        Arm.ShrinkAndPerturb(1), Arm.Reset, Arm.Syre(0.01), Arm.Syre(0.3), Arm.Syre(1), Arm.Syre(2.4), Arm.SyreTheta(2.4),
    ];

    public override IReadOnlyList<Measure> Measures { get; } =
    [
        new("accuracy", "accuracy, mean over tasks", "0.0000") { IsCompared = true },
        new("first", "accuracy, first fifth of the tasks", "0.000") { IsDrawn = false },
        new("last", "accuracy, last fifth of the tasks", "0.000") { IsDrawn = false },
        new("erank", "effective rank at the end", "0.0"),
        new("rank99", "directions for 99 % of the singular values", "0.0") { IsDrawn = false },
        new("dead", "share of dead units at the end") { IsDrawn = false },
    ];

    public override string Axis => "λ";

    public override IReadOnlyList<Setting> Settings(bool isQuick) =>
    [
        .. from stream in s_streams
           from lambda in isQuick ? (double[])[0.3] : [0.1, 0.3, 1]
           select new Setting($"{stream.Stream}, λ {lambda}", lambda, stream.Stream),
    ];

    public override bool Has(Setting setting, Arm arm) => arm.Kind != ArmKind.L2Checkpoint || setting.Group == Rescue;

    public override Measured Run(Trial trial)
    {
        ImageSet images = trial.Images.Pooled(trial.Images.Side / Side);
        (TaskStream stream, int worn) = (trial.Setting.Group, trial.IsQuick) switch
        {
            (Abrupt, false) => (new TaskStream(50, 4000), 0),
            (Abrupt, true) => (new TaskStream(10, 1000), 0),
            (Gradual, false) => (new TaskStream(333, 600, Swaps: 10), 0),
            (Gradual, true) => (new TaskStream(16, 600, Swaps: 10), 0),
            (Labels, false) => (new TaskStream(25, 512, Epochs: 20, HasRandomLabels: true), 0),
            (Labels, true) => (new TaskStream(6, 128, Epochs: 15, HasRandomLabels: true), 0),
            (_, false) => (new TaskStream(50, 4000), 30),
            _ => (new TaskStream(10, 1000), 6),
        };
        var options = new NetworkOptions
        {
            Widths = [images.Pixels, Hidden, Hidden, images.Classes],
            Arm = trial.Arm,
            Seed = trial.Seed,
            LearningRate = trial.Setting.Group == Labels ? 0.001 : 0.003,
            Lambda = trial.Setting.X,
        };
        return new Learner(trial, stream, options, worn).Run(images);
    }

    public override Verdict Judge(Outcome outcome)
    {
        Arm[] ours = [Arm.Syre(2.4), Arm.SyreTheta(2.4)];
        Setting first = outcome.Of(Abrupt).First();
        Estimate lost = Estimate.Of([.. outcome.Seeds.Select(seed =>
            outcome.Value(first, Arm.None, seed, "last") - outcome.Value(first, Arm.None, seed, "first"))]);
        (Arm Arm, Setting Setting) Best(string stream, IEnumerable<Arm> arms) => arms
            .SelectMany(arm => outcome.Of(stream).Where(setting => Has(setting, arm)).Select(setting => (Arm: arm, Setting: setting)))
            .MaxBy(pair => outcome.Mean(pair.Setting, pair.Arm, "accuracy").Mean);
        (Arm best, Setting where) = Best(Abrupt, ours);
        (Arm paper, Setting paperWhere) = Best(Abrupt, [Arm.Syre(0.01)]);
        Estimate paperRank = outcome.Difference(paperWhere, paper, first, Arm.None, "erank");
        var lines = new List<string>();
        var leads = new Dictionary<string, Estimate>();
        foreach ((string stream, string what) in s_streams)
        {
            (Arm mine, Setting mySetting) = Best(stream, ours);
            (Arm rival, Setting itsSetting) = Best(stream, Arms.Where(arm => !arm.IsSyre && arm != Arm.L2Scaled(2.4)));
            Estimate lead = leads[stream] = outcome.Difference(mySetting, mine, itsSetting, rival, "accuracy");
            string Named((Arm Arm, Setting Setting) best) =>
                $"{best.Arm.Name} {outcome.Mean(best.Setting, best.Arm, "accuracy").Text("0.000")} (λ {best.Setting.X})";
            string others = string.Join(", ", new[] { Arm.None, Arm.Noise(2.4), Arm.Plain, Arm.L2Init, Arm.L2Scaled(2.4) }
                .Select(arm => Named(Best(stream, [arm]))));
            lines.Add($"{what}: {Named((mine, mySetting))}; best rival whose target is no larger than the init: " +
                $"{Named((rival, itsSetting))}, lead {lead.SignedText("0.0000")}; {others}");
        }
        return Verdict.Of(
            $"""
            Without decay the last fifth of the tasks is {lost.SignedText("0.000")} against the first. Each arm at its best λ.
            {string.Join(". ", lines)}. At the paper's σ0, 0.01, permuted images have
            {outcome.Mean(paperWhere, paper, "accuracy").Text("0.000")} and an effective rank at the
            end that is {paperRank.SignedText("0.0")} against no decay's.
            """,
            lost.IsBelow(0),
            leads[Abrupt].IsAbove(0),
            outcome.Difference(where, best, first, Arm.None, "erank").IsAbove(0),
            paperRank.IsAbove(0));
    }

    public override IEnumerable<Chart> Charts(Outcome outcome)
    {
        foreach ((string stream, _) in s_streams)
        {
            Setting setting = outcome.Of(stream).MinBy(setting => Math.Abs(setting.X - 0.3))!;
            yield return Chart.OverTime(outcome, setting, "accuracy", "task", "accuracy");
            yield return Chart.OverTime(outcome, setting, "erank", "task", "effective rank");
        }
        foreach (Chart chart in base.Charts(outcome))
            yield return chart;
    }
}
