using Leaderboard.Runs;
using Leaderboard.Sets;
using Leaderboard.Tables;
using Leaderboard.Trainers;
using Samples.Shared;

namespace Leaderboard;

/// <summary>Every trainer on every set with every seed, but for the runs that have been done before.</summary>
/// <param name="board">The board.</param>
/// <param name="sets">The sets.</param>
/// <param name="trainers">The trainers.</param>
/// <param name="circumstances">Seeds, rows, command.</param>
/// <param name="folder">Where the results are.</param>
/// <param name="name">Name of the files.</param>
internal sealed class Contest(
    Board board, IReadOnlyList<LoadedSet> sets, IReadOnlyList<Trainer> trainers, Circumstances circumstances, string folder, string name)
{
    /// <summary>Does the runs that are left, and writes the tables after each set.</summary>
    /// <param name="retry">Whether runs that failed before are done again.</param>
    public void Run(bool retry)
    {
        Directory.CreateDirectory(folder);
        var results = new ResultFile<RunKey, RunResult>(Path.Combine(folder, name + ".jsonl"), result => result.Key);
        var runner = new Runner();
        var pace = new Pace(results.Results);
        (LoadedSet Set, Trainer Trainer, RunKey Key)[] all = [.. Runs()];
        var left = new Queue<(LoadedSet Set, Trainer Trainer, RunKey Key)>(
            all.Where(run => results.Find(run.Key) is not { } done || (retry && done.Error is not null)));
        Console.WriteLine($"{all.Length} runs, {left.Count} of them left{Estimate()}");
        while (left.TryDequeue(out var run))
        {
            Console.Write($"[{all.Length - left.Count}/{all.Length}] {run.Key.Set}, {run.Trainer.Title}, seed {run.Key.Seed}: ");
            RunResult result = runner.Run(run.Key, run.Trainer, run.Set);
            results.Add(result);
            pace.Add(result);
            string outcome = result.Measures is { } measures
                ? $"{Measure.ForTask(run.Set.Description.Task).Describe(measures)}, fit {measures.FitSeconds:f1} s"
                : $"failed, {result.Error!.ReplaceLineEndings(" ")}";
            Console.WriteLine(outcome + Estimate());
            if (!left.TryPeek(out var next) || next.Set != run.Set)
                WriteTables();
        }
        WriteTables();

        string Estimate() => left.Count > 0 && pace.Of(left.Select(run => (run.Key.Trainer, run.Set.TrainRows))) is { } time
            ? $"; about {(time.TotalMinutes < 2 ? $"{time.TotalSeconds:f0} s" : $"{time.TotalMinutes:f0} min")} left"
            : "";

        void WriteTables() =>
            Write(new Standings(board, sets, trainers, [.. all.Select(run => results.Find(run.Key)).OfType<RunResult>()]));
    }

    private IEnumerable<(LoadedSet Set, Trainer Trainer, RunKey Key)> Runs() =>
        from set in sets
        from seed in Enumerable.Range(1, circumstances.Seeds)
        from trainer in trainers
        select (set, trainer, new RunKey(
            set.Description.Name, trainer.Name, seed, TrainerKinds.Version(trainer), trainer.Description, circumstances.MostRows));

    private void Write(Standings standings)
    {
        string path = Path.Combine(folder, name);
        using (var markdown = new StreamWriter(path + ".md"))
            MarkdownReport.Write(markdown, standings, circumstances, name + ".png");
        using (var csv = new StreamWriter(path + ".csv"))
            CsvReport.Write(csv, standings);
        BoardPicture.Save(standings, path + ".png");
    }
}
