using CollapseLab.Arms;
using CollapseLab.Reports;
using CollapseLab.Statistics;
using CollapseLab.Torch;
using Syre.Torch;
using static TorchSharp.torch;

namespace CollapseLab.Experiments.ControlTask;

/// <summary>The paper's continual reinforcement learning (E11), with a cart-pole whose friction changes in place of an ant.</summary>
internal sealed class ControlTaskExperiment : Experiment
{
    private const int Width = 64, ProbeRows = 1024;
    private const double LearningRate = 3e-3, LeastFriction = 0.005, MostFriction = 0.5;
    private const string Friction = "friction", Wires = "friction and wires";
    private static readonly Arm s_syre = Arm.Syre(1);
    private readonly RepeatedRuns _withoutPull = new();

    public override string Verb => "control-task";

    public override string Title => "Continual control: a cart-pole whose friction changes, and its wires";

    public override string Claim =>
        "When the environment changes again and again, PPO loses return and effective rank; with syre it keeps both, above weight decay.";

    public override string Paper =>
        "E11, read from its figure (Slippery Ant, 5 changes): at the end rank 91 with syre, 70 with decay, below 25 without; return " +
        "3993, 3140, below 0. 5 seeds, bands overlap in three of five tasks. No L2 Init arm.";

    public override string Setup =>
        $"Cart-pole (Barto, Sutton & Anderson 1983), at most {CartPole.LongestEpisode} steps an episode, each worth 1. Each task has a " +
        $"friction drawn log-evenly from [{LeastFriction}, {MostFriction}], the same for all arms of a seed; 10 tasks of 8 updates. " +
        "A policy for one friction balances at others too: nothing has to be learnt again. *Friction and wires*: 20 tasks of 16 " +
        "updates, in each of which the four numbers that the network reads change places and signs, so that it has. PPO with actor and " +
        $"critic of two ReLU layers of {Width}, 16 poles × 128 steps an update, 5 passes, lr {LearningRate}, AdamW with a decoupled pull " +
        $"of all weights. Rank and dormant units: the policy's last hidden layer on {ProbeRows} states of a task's end. Return: mean " +
        "length of the episodes that end in a task.";

    public override int Version => 2;

    public override Arm Ours => s_syre;

    public override IReadOnlyList<Arm> Arms { get; } =
        [Arm.None, Arm.Noise(1), Arm.Plain, Arm.L2Init, Arm.Syre(0.01), s_syre, Arm.Syre(2.4), Arm.SyreTheta(2.4)];

    public override IReadOnlyList<Measure> Measures { get; } =
    [
        new("return", "mean return, all tasks", "0") { IsCompared = true },
        new("early", "mean return, first quarter of the tasks", "0") { IsDrawn = false },
        new("late", "mean return, last half of the tasks", "0") { IsCompared = true },
        new("rank", $"effective rank at the end (of {Width})", "0.0") { IsCompared = true },
        new("dormant", "share of dormant units at the end", "0.00"),
    ];

    public override string Axis => "λ";

    public override IReadOnlyList<Setting> Settings(bool isQuick) =>
    [
        .. from change in new[] { Friction, Wires }
           from lambda in isQuick ? new[] { 0.1 } : [0.01, 0.1]
           select new Setting($"{change}, λ {lambda}", lambda, change),
    ];

    public override IEnumerable<Chart> Charts(Outcome outcome) =>
        from setting in outcome.Settings
        from curve in new[] { ("return", "mean return"), ("rank", "effective rank") }
        select Chart.OverTime(outcome, setting, curve.Item1, "task", curve.Item2);

    public override Measured Run(Trial trial) => _withoutPull.Run(trial, () => Learn(trial));

    public override Verdict Judge(Outcome outcome)
    {
        (string Text, bool[] Statements)[] all = [.. outcome.Settings.Select(Judged)];
        return Verdict.Of(string.Join(" ", all.Select(one => one.Text)), [.. all.SelectMany(one => one.Statements)]);

        // At every strength: with these intervals the best one is a matter of chance.
        (string Text, bool[] Statements) Judged(Setting setting)
        {
            Arm[] told = [Arm.None, Arm.Plain, Arm.L2Init, s_syre, Arm.SyreTheta(2.4)];
            string Each(string measure, string format) =>
                string.Join(", ", told.Select(arm => $"{arm.Name} {outcome.Mean(setting, arm, measure).Text(format)}"));
            Estimate overNone = Gain(Arm.None, "return"), overPlain = Gain(Arm.Plain, "return"), rank = Gain(Arm.Plain, "rank");
            string text = $"{setting.Name}: return without decay {outcome.Mean(setting, Arm.None, "early").Text("0")} in the first " +
                $"quarter, {outcome.Mean(setting, Arm.None, "late").Text("0")} in the last half; over all " +
                $"{Each("return", "0")}; syre 1 less none " +
                $"{overNone.SignedText("0")}, less plain {overPlain.SignedText("0")}. Effective rank at the end: {Each("rank", "0.0")}.";
            return (text, [rank.IsAbove(0), overNone.IsAbove(0), overPlain.IsAbove(0)]);

            Estimate Gain(Arm arm, string measure) => outcome.Difference(setting, s_syre, arm, measure);
        }
    }

    private static Measured Learn(Trial trial)
    {
        using var chance = new Chance(trial.Seed);
        using var network = new ActorCritic(CartPole.Numbers, actions: 2, Width);
        chance.Initialise(network);
        using SyreAdamW optimizer = ArmOptimizer.Create(trial.Arm, network, LearningRate, new Pull(trial.Setting.X, trial.Seed));
        var options = new PpoOptions();
        var game = new CartPole(options.Poles, new Random(3 * trial.Seed));
        var ppo = new Ppo(network, optimizer, game, options, new Random(3 * trial.Seed + 1));
        var frictions = new Random(3 * trial.Seed + 2);
        bool changesWires = trial.Setting.Group == Wires;
        int tasks = trial.IsQuick ? 2 : changesWires ? 20 : 10, updates = trial.IsQuick ? 5 : changesWires ? 16 : 8;
        double[] returns = new double[tasks], ranks = new double[tasks], dormant = new double[tasks];
        for (int task = 0; task < tasks; task++)
        {
            game.Friction = LeastFriction * Math.Pow(MostFriction / LeastFriction, frictions.NextDouble());
            if (changesWires)
                game.Wires = Rewired(frictions);
            var lengths = new List<int>();
            for (int update = 0; update < updates; update++)
                lengths.AddRange(ppo.Update());
            returns[task] = lengths.Count == 0 ? CartPole.LongestEpisode : lengths.Average();
            (ranks[task], dormant[task]) = Probe(network, ppo);
        }
        double[] time = [.. Enumerable.Range(1, tasks).Select(task => (double)task)];
        return new Measured
        {
            Values = new Dictionary<string, double>
            {
                ["return"] = returns.Average(),
                ["early"] = returns[..Math.Max(1, tasks / 4)].Average(),
                ["late"] = returns[(tasks / 2)..].Average(),
                ["rank"] = ranks[^1],
                ["dormant"] = dormant[^1],
            },
            Curves = new Dictionary<string, Curve>
            {
                ["return"] = new(time, returns), ["rank"] = new(time, ranks), ["dormant"] = new(time, dormant),
            },
        };
    }

    private static int[] Rewired(Random random)
    {
        int[] wires = [.. Enumerable.Range(0, CartPole.Numbers)];
        random.Shuffle(wires);
        return [.. wires.Select(number => random.Next(2) == 0 ? number : ~number)];
    }

    /// <summary>Effective rank of the policy's last hidden layer on the states met last, and the share of its dormant units.</summary>
    private static (double Rank, double Dormant) Probe(ActorCritic network, Ppo ppo)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        Tensor states = ppo.States();
        Tensor hidden = network.Hidden(states.narrow(0, states.shape[0] - ProbeRows, ProbeRows));
        return (Ranks.Of(hidden).EffectiveRank, Ranks.Dormant(hidden));
    }
}
