namespace Leaderboard.Runs;

/// <summary>Estimates how long runs will take, from those that have been done: seconds a training row, by trainer.</summary>
internal sealed class Pace(IEnumerable<RunResult> results)
{
    private readonly List<RunResult> _done = [.. results.Where(result => result.Error is null)];

    /// <summary>Takes a result into account.</summary>
    public void Add(RunResult result)
    {
        if (result.Error is null)
            _done.Add(result);
    }

    /// <summary>
    /// An estimate; null as long as there is nothing to go by. A trainer that has not run is taken for the mean of the others.
    /// </summary>
    /// <param name="runs">Trainer and training rows of each run that is left.</param>
    public TimeSpan? Of(IEnumerable<(string Trainer, int Rows)> runs)
    {
        if (_done.Count == 0)
            return null;
        Dictionary<string, double> secondsPerRow = _done.GroupBy(result => result.Key.Trainer)
            .ToDictionary(group => group.Key, group => group.Sum(result => result.TotalSeconds) / group.Sum(result => result.TrainRows));
        double others = secondsPerRow.Values.Average();
        return TimeSpan.FromSeconds(runs.Sum(run => run.Rows * secondsPerRow.GetValueOrDefault(run.Trainer, others)));
    }
}
