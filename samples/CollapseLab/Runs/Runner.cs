using System.Collections.Concurrent;
using System.Diagnostics;
using static TorchSharp.torch;

namespace CollapseLab.Runs;

/// <summary>Does the runs of a plan that are left, several at once, and says how far it is.</summary>
/// <param name="plan">The plan.</param>
/// <param name="workers">Runs at once, where the experiment allows more than one.</param>
/// <param name="output">Where progress is written.</param>
internal sealed class Runner(Plan plan, int workers, TextWriter output)
{
    private readonly Lock _lock = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private int _done;

    /// <summary>Does them.</summary>
    public void Run()
    {
        IReadOnlyList<(RunKey Key, Trial Trial)> left = plan.Left;
        output.WriteLine($"{plan.Experiment.Verb}: {plan.Runs.Count} runs, {left.Count} of them left");
        if (left.Count == 0)
            return;
        int threads = plan.Experiment.IsAlone ? 1 : Math.Min(workers, left.Count);
        set_num_threads(plan.Experiment.IsAlone ? workers : 1);
        var queue = new ConcurrentQueue<(RunKey Key, Trial Trial)>(left);
        Thread[] others = [.. Enumerable.Range(1, threads - 1).Select(_ => new Thread(Work))];
        foreach (Thread other in others)
            other.Start();
        Work();
        foreach (Thread other in others)
            other.Join();

        void Work()
        {
            while (queue.TryDequeue(out var run))
            {
                RunResult result = Do(run.Key, run.Trial);
                plan.Add(result);
                Report(result, left.Count);
            }
        }
    }

    private RunResult Do(RunKey key, Trial trial)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            using var scope = NewDisposeScope();
            Measured measured = plan.Experiment.Run(trial);
            return new RunResult { Key = key, Seconds = clock.Elapsed.TotalSeconds, Measured = measured };
        }
        catch (Exception e)
        {
            return new RunResult { Key = key, Seconds = clock.Elapsed.TotalSeconds, Error = $"{e.GetType().Name}: {e.Message}" };
        }
    }

    private void Report(RunResult result, int all)
    {
        lock (_lock)
        {
            _done++;
            Measure main = plan.Experiment.Measures[0];
            string outcome = result.Measured is { } measured
                ? $"{main.Title} {measured.Values.GetValueOrDefault(main.Name, double.NaN).ToString(main.Format)}"
                : $"failed, {result.Error!.ReplaceLineEndings(" ")}";
            TimeSpan time = _clock.Elapsed / _done * (all - _done);
            string estimate = _done == all
                ? ""
                : $"; about {(time.TotalMinutes < 2 ? $"{time.TotalSeconds:f0} s" : $"{time.TotalMinutes:f0} min")} left";
            string run = $"{result.Key.Setting}, {result.Key.Arm}, seed {result.Key.Seed}";
            output.WriteLine($"[{_done}/{all}] {run}: {outcome}, {result.Seconds:f1} s{estimate}");
        }
    }
}
