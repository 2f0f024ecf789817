using CollapseLab.Arms;
using CollapseLab.Data;
using CollapseLab.Engine;
using Syre.Cpu;
using Syre.Torch;

namespace CollapseLab.Experiments.Permuted;

/// <summary>A network that learns the tasks of a stream one after the other.</summary>
/// <param name="trial">The run.</param>
/// <param name="stream">The tasks.</param>
/// <param name="options">The network.</param>
/// <param name="worn">Tasks after which the arm takes over; before it there is no decay. 0 for the arm from the start.</param>
internal sealed class Learner(Trial trial, TaskStream stream, NetworkOptions options, int worn)
{
    public const int Batch = 16;

    private const int ProbeRows = 500, Looks = 25;

    /// <summary>Learns them all. What is measured is of the tasks since the arm took over.</summary>
    /// <param name="images">Where the tasks' images are from.</param>
    public Measured Run(ImageSet images)
    {
        using var network = new LabNetwork(worn > 0 ? options with { Arm = Arm.None } : options, Batch);
        List<double> times = [], accuracies = [], lookTimes = [], ranks = [];
        int every = Math.Max(1, (stream.Tasks - worn) / Looks), task = 0;
        ImageRows? last = null;
        foreach (ImageRows rows in stream.Of(images, trial.Seed))
        {
            if (worn > 0 && task == worn)
                network.TakeArm(trial.Arm);
            // A worn network is reset once, when the arm takes over; else at each task.
            if (task > 0 && (trial.Arm.Kind == ArmKind.Reset && worn > 0 ? task == worn : task >= worn))
                network.BeginTask(trial.Arm, task);
            double accuracy = Learn(network, rows, task);
            last = rows;
            task++;
            if (task <= worn)
                continue;
            times.Add(task);
            accuracies.Add(accuracy);
            if ((task - worn) % every != 0)
                continue;
            lookTimes.Add(task);
            ranks.Add(Ranks(network, rows).EffectiveRank);
        }
        int fifth = Math.Max(1, accuracies.Count / 5);
        RankMeasures atEnd = Ranks(network, last!);
        return new Measured
        {
            Values = new Dictionary<string, double>
            {
                ["accuracy"] = accuracies.Average(),
                ["first"] = accuracies.Take(fifth).Average(),
                ["last"] = accuracies.TakeLast(fifth).Average(),
                ["erank"] = atEnd.EffectiveRank,
                ["rank99"] = atEnd.Rank99,
                ["dead"] = network.DeadShare(last!.First(ProbeRows).Pixels),
            },
            Curves = new Dictionary<string, Curve> { ["accuracy"] = Binned(times, accuracies), ["erank"] = new(lookTimes, ranks) },
        };
    }

    /// <returns>The share of images that were known before they were learnt from; with several epochs, that are known after them.</returns>
    private double Learn(LabNetwork network, ImageRows task, int number)
    {
        using CpuRows rows = task.ForEngine();
        if (stream.Epochs > 1)
        {
            for (int epoch = 0; epoch < stream.Epochs; epoch++)
                network.Epoch(rows, Batch, $"task {number}, epoch {epoch}");
            return network.Accuracy(task);
        }
        int size = task.Pixels.Length / task.Count;
        double right = 0;
        for (int start = 0; start < task.Count; start += Batch)
        {
            int end = Math.Min(start + Batch, task.Count);
            right += network.Accuracy(new ImageRows(task.Pixels[(start * size)..(end * size)], task.Labels[start..end])) * (end - start);
            network.Step(rows, start, end - start);
        }
        return right / task.Count;
    }

    private static RankMeasures Ranks(LabNetwork network, ImageRows rows) =>
        network.Ranks(rows.First(ProbeRows).Pixels, network.Weights.Count - 2);

    /// <summary>A curve of few points, each the mean of some tasks.</summary>
    private static Curve Binned(List<double> times, List<double> values)
    {
        int size = Math.Max(1, times.Count / Looks);
        return new Curve([.. times.Chunk(size).Select(chunk => chunk[^1])], [.. values.Chunk(size).Select(chunk => chunk.Average())]);
    }
}
