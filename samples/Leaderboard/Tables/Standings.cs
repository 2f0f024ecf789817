using Leaderboard.Runs;
using Leaderboard.Sets;
using Leaderboard.Trainers;

namespace Leaderboard.Tables;

/// <summary>The results of a board, as the tables need them.</summary>
internal sealed class Standings
{
    private readonly ILookup<(string Set, string Trainer), RunResult> _measured;

    /// <param name="board">The board.</param>
    /// <param name="sets">The sets of the tables.</param>
    /// <param name="trainers">The trainers of the tables.</param>
    /// <param name="results">Results of these.</param>
    public Standings(Board board, IReadOnlyList<LoadedSet> sets, IReadOnlyList<Trainer> trainers, IReadOnlyList<RunResult> results)
    {
        (Board, Sets, Trainers, Results) = (board, sets, trainers, results);
        _measured = results.Where(result => result.Measures is not null).ToLookup(result => (result.Key.Set, result.Key.Trainer));
        Trainer[] successful = [.. trainers.Where(trainer => sets.Any(set => Measured(set, trainer.Name).Any()))];
        CompleteSets = [.. sets.Where(set => successful.All(trainer => Measured(set, trainer.Name).Any()))];
    }

    public Board Board { get; }

    /// <summary>The sets of the tables.</summary>
    public IReadOnlyList<LoadedSet> Sets { get; }

    /// <summary>The trainers of the tables.</summary>
    public IReadOnlyList<Trainer> Trainers { get; }

    public IReadOnlyList<RunResult> Results { get; }

    /// <summary>
    /// The sets that every trainer has a result of, but for trainers that have none at all: means over sets are over these.
    /// </summary>
    public IReadOnlyList<LoadedSet> CompleteSets { get; }

    /// <summary>The baselines among the trainers; none where ours is not among them.</summary>
    public IReadOnlyList<Trainer> Baselines =>
        Trainers.Any(trainer => trainer.Name == Board.Ours) ? [.. Trainers.Where(trainer => Board.Baselines.Contains(trainer.Name))] : [];

    /// <summary>What the sets of the tables are told by.</summary>
    public IReadOnlyList<Measure> MainMeasures => [.. Sets.Select(set => Measure.ForTask(set.Description.Task)).Distinct()];

    /// <summary>A measure of a trainer on a set; null if there is none.</summary>
    public Statistic? Of(LoadedSet set, string trainer, Measure measure) =>
        Statistic.Of([.. Measured(set, trainer).Select(result => measure.Of(result.Measures!)).OfType<double>()]);

    /// <summary>
    /// Mean of a measure over the complete sets whose task has it, its spread over the seeds that all of them have; null if none has, and
    /// of errors in units that differ.
    /// </summary>
    public Statistic? Mean(string trainer, Measure measure)
    {
        Statistic[] bySet = [.. CompleteSets.Select(set => Of(set, trainer, measure)).OfType<Statistic>()];
        if (bySet.Length == 0 || measure == Measure.Error)
            return null;
        double[] bySeed = [.. CompleteSets
            .SelectMany(set => Measured(set, trainer))
            .Select(result => (result.Key.Seed, Value: measure.Of(result.Measures!)))
            .Where(result => result.Value is not null)
            .GroupBy(result => result.Seed, result => result.Value!.Value)
            .Where(seed => seed.Count() == bySet.Length)
            .Select(seed => seed.Average())];
        return new Statistic(bySet.Average(statistic => statistic.Mean), Statistic.Of(bySeed)?.Deviation);
    }

    /// <summary>
    /// A trainer's mean over the seeds minus another's, with the standard error of that difference; null if a result is missing.
    /// </summary>
    public Statistic? Difference(LoadedSet set, Trainer trainer, Trainer other, Measure measure) =>
        Of(set, trainer.Name, measure) is { } left && Of(set, other.Name, measure) is { } right
            ? left.OfMean(Measured(set, trainer.Name).Count()) - right.OfMean(Measured(set, other.Name).Count())
            : null;

    /// <summary>The better baseline's value on a set; null if there is none.</summary>
    public Statistic? BestBaseline(LoadedSet set, Measure measure) =>
        Baselines.Select(trainer => Of(set, trainer.Name, measure)).OfType<Statistic>().MaxBy(statistic => measure.Better * statistic.Mean);

    /// <summary>Ours minus the better baseline; null if one of the two is missing.</summary>
    public Statistic? Lead(LoadedSet set, Measure measure) =>
        Of(set, Board.Ours, measure) is { } ours && BestBaseline(set, measure) is { } best ? ours - best : null;

    private IEnumerable<RunResult> Measured(LoadedSet set, string trainer) => _measured[(set.Description.Name, trainer)];
}
