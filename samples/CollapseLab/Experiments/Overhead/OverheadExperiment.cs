using System.Diagnostics;
using CollapseLab.Arms;
using CollapseLab.Experiments.Attention;
using CollapseLab.Experiments.Compatibility;
using CollapseLab.Statistics;
using Syre.Torch;
using static TorchSharp.torch;

namespace CollapseLab.Experiments.Overhead;

/// <summary>E12: what syre costs.</summary>
internal sealed class OverheadExperiment : Experiment
{
    private const string Kept = "θ0 kept", Anew = "θ0 made anew";
    private const int Side = 28, Classes = 10;

    public override string Verb => "overhead";

    public override string Title => "Overhead: time and memory of a step";

    public override string Claim => "Syre costs 2 % to 20 % of the time of a batch and less than 10 % of memory.";

    public override string Paper =>
        "Ranges for a fully connected network, a ResNet and a vision transformer, machine and batch not known (arXiv 2408.15495, known " +
        "through a summary).";

    public override string Setup =>
        """
        Whole training steps (forward, backward, `SyreAdamW`) with TorchSharp on all cores: a fully connected 784-256-256-10 with batches of
        256, a small ResNet and a small vision transformer with batches of 64. Blocks of steps of the arm and of plain decay take turns, so
        that what else goes on on the machine meets both; the figure is the median of the blocks' ratios. Memory is counted, not measured:
        weights, gradient, Adam's two moments, and θ0 and D where they are kept, 4 bytes a number; activations come on top in every arm.
        """;

    public override Arm Ours => Arm.Syre(0.01);

    public override IReadOnlyList<Arm> Arms { get; } =
        [Arm.None, Arm.Plain, Arm.L2Init, Arm.Syre(0.01), Arm.SyreAdvanced(0.01)];

    public override IReadOnlyList<Measure> Measures { get; } =
    [
        new("time", "time of a step, over plain decay's"),
        new("memory", "memory but for activations, over plain decay's", "0.00") { IsDrawn = false },
        new("milliseconds", "milliseconds of a step", "0.00") { IsDrawn = false },
    ];

    public override string Axis => "network";

    public override bool AxisIsLogarithmic => false;

    public override bool AxisHasNames => true;

    public override bool IsAlone => true;

    public override IReadOnlyList<Setting> Settings(bool isQuick) =>
    [
        .. from storage in (string[])[Kept, Anew]
           from network in (isQuick ? (string[])["fully connected"] : ["fully connected", "ResNet", "transformer"]).Index()
           select new Setting($"{storage}, {network.Item}", network.Index + 1, storage),
    ];

    public override bool Has(Setting setting, Arm arm) => setting.Group == Kept || arm.IsSyre;

    public override Measured Run(Trial trial)
    {
        int rounds = trial.IsQuick ? 5 : 25, steps = trial.IsQuick ? 4 : 10;
        bool isKept = trial.Setting.Group == Kept;
        var options = new SyreOptions
        {
            Mode = trial.Arm.Kind switch
            {
                ArmKind.None => DecayMode.None,
                ArmKind.Plain => DecayMode.Plain,
                ArmKind.L2Init => DecayMode.L2Init,
                ArmKind.Syre => DecayMode.Syre,
                _ => DecayMode.SyreAdvanced,
            },
            StaticBiasStorage = isKept ? StaticBiasStorage.Stored : StaticBiasStorage.Regenerated,
        };
        using var arm = new TimedNetwork(Network(trial.Setting.ShortName), options);
        using var plain = new TimedNetwork(Network(trial.Setting.ShortName), new SyreOptions { Mode = DecayMode.Plain });
        int rows = trial.Setting.ShortName == "fully connected" ? 256 : 64;
        using Tensor images = rand(rows, 1, Side, Side), labels = randint(Classes, [rows]).to(int64);
        arm.Seconds(images, labels, steps);
        plain.Seconds(images, labels, steps);
        (double Arm, double Plain)[] times =
            [.. Enumerable.Range(0, rounds).Select(_ => (arm.Seconds(images, labels, steps), plain.Seconds(images, labels, steps)))];
        int numbers = 4 + (trial.Arm.Kind == ArmKind.L2Init || (trial.Arm.IsSyre && isKept) ? 1 : 0)
            + (trial.Arm.Kind == ArmKind.SyreAdvanced && isKept ? 1 : 0);
        return new Measured
        {
            Values = new Dictionary<string, double>
            {
                ["time"] = Median(times.Select(time => time.Arm / time.Plain)),
                ["memory"] = numbers / 4.0,
                ["milliseconds"] = 1000 * Median(times.Select(time => time.Arm / steps)),
            },
        };
    }

    public override Verdict Judge(Outcome outcome)
    {
        Setting[] kept = [.. outcome.Of(Kept)], anew = [.. outcome.Of(Anew)];
        string Times(Setting[] settings) => string.Join(", ", settings.Select(setting =>
            $"{setting.ShortName} {outcome.Mean(setting, Ours, "time").Text("0.00")}"));
        return Verdict.Of(
            $"""
            Time of a step over plain decay's: {Times(kept)} where θ0 is kept, {Times(anew)} where it is made anew. Memory but for
            activations: 1.25 where θ0 is kept, 1.00 where it is made anew.
            """,
            kept.All(setting => outcome.Mean(setting, Ours, "time").Mean < 1.2),
            anew.All(setting => outcome.Mean(setting, Ours, "time").Mean < 1.2),
            kept.All(setting => outcome.Mean(setting, Ours, "memory").Mean < 1.1),
            anew.All(setting => outcome.Mean(setting, Ours, "memory").Mean < 1.1));
    }

    private static nn.Module<Tensor, Tensor> Network(string name) => name switch
    {
        "fully connected" => nn.Sequential(
            nn.Flatten(), nn.Linear(Side * Side, 256), nn.ReLU(), nn.Linear(256, 256), nn.ReLU(), nn.Linear(256, Classes)),
        "ResNet" => new ResidualNetwork(Classes, channels: 16),
        _ => new VisionTransformer(Side, Classes, width: 64, blocks: 2, heads: 4),
    };

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    /// <summary>A network with its optimizer.</summary>
    private sealed class TimedNetwork(nn.Module<Tensor, Tensor> network, SyreOptions options) : IDisposable
    {
        private readonly SyreAdamW _optimizer = new(network.named_parameters(), options: options);

        /// <summary>The time of some steps.</summary>
        public double Seconds(Tensor images, Tensor labels, int steps)
        {
            long start = Stopwatch.GetTimestamp();
            for (int step = 0; step < steps; step++)
            {
                using var scope = NewDisposeScope();
                _optimizer.zero_grad();
                nn.functional.cross_entropy(network.call(images), labels).backward();
                _optimizer.step();
            }
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        public void Dispose()
        {
            _optimizer.Dispose();
            network.Dispose();
        }
    }
}
