using Leaderboard.Sets;
using Leaderboard.Trainers;

namespace Leaderboard.Tables;

/// <summary>The places of trainers, set by set: 1 for the best mean over the seeds, equals share the mean of their places.</summary>
internal sealed class Ranks
{
    private const int Resamples = 4000;

    private readonly double[][] _bySet;
    private readonly Trainer[] _trainers;

    /// <param name="standings">The results.</param>
    /// <param name="trainers">Who is ranked.</param>
    /// <param name="measure">By what; null on sets that do not count.</param>
    public Ranks(Standings standings, IEnumerable<Trainer> trainers, Func<LoadedSet, Measure?> measure)
    {
        _trainers = [.. trainers];
        _bySet =
        [
            .. from set in standings.Sets
               let ranked = measure(set)
               where ranked is not null
               let values = _trainers.Select(trainer => standings.Of(set, trainer.Name, ranked)?.Mean * ranked.Better).ToArray()
               where Array.TrueForAll(values, value => value is not null)
               select values.Select(value =>
                   1 + values.Count(other => other > value) + ((values.Count(other => other == value) - 1) / 2.0)).ToArray(),
        ];
    }

    /// <summary>Number of sets.</summary>
    public int Sets => _bySet.Length;

    /// <summary>
    /// The mean over the sets, and the interval that holds 95 % of the means of as many sets drawn from these with replacement; null where
    /// the trainer is not ranked, or no set counts.
    /// </summary>
    public (double Mean, double Low, double High)? Of(Trainer trainer)
    {
        int column = Array.IndexOf(_trainers, trainer);
        if (column < 0 || Sets == 0)
            return null;
        var random = new Random(1);
        double[] means = [.. Enumerable.Range(0, Resamples)
            .Select(_ => Enumerable.Range(0, Sets).Average(_ => _bySet[random.Next(Sets)][column])).Order()];
        return (_bySet.Average(ranks => ranks[column]), means[Resamples / 40], means[Resamples - 1 - (Resamples / 40)]);
    }
}
