using System.Globalization;
using Microsoft.ML.Runtime;
using Syre.MLNet.SyreNetwork;
using Syre.MLNet.Training;

namespace Syre.MLNet.Tuning;

/// <summary>
/// Successive halving (Jamieson and Talwalkar 2016, arXiv 1502.07943): of a bracket of candidates all are trained for a ninth of their
/// epochs, the best third for a third, and the best third of these for all. Each training is a whole one, with the whole schedule of the
/// learning rate in fewer epochs, since half a schedule tells little of what its end will be. Those that beat the trainer's own options
/// are then trained with other rows held back, and so are these: the least of many metrics on one set of rows is least by chance too.
/// </summary>
/// <param name="fit">Runs trials.</param>
/// <param name="options">How long.</param>
/// <param name="trainer">The options as they came.</param>
/// <param name="plan">Epochs where options leave them open.</param>
/// <param name="clock">The time.</param>
/// <param name="journal">What is known and noted of trials; null for none.</param>
/// <param name="channel">The log.</param>
internal sealed class TuningSearch(
    TrialFit fit, SyreNetworkTunerOptions options, SyreNetworkOptions trainer, TrainingPlan plan, TuningClock clock,
    TuningJournal? journal, IChannel channel)
{
    /// <summary>The rung of trainings of all epochs.</summary>
    public const int Top = 2;

    /// <summary>The rungs of trainings of all epochs with other rows held back.</summary>
    private static readonly int[] s_finals = [Top + 1, Top + 2, Top + 3];

    /// <summary>What epochs and candidates are divided by from one rung to the next.</summary>
    private const int Factor = 3;

    /// <summary>Two of which come to the top, so that two cores have work there.</summary>
    private const int BracketSize = 2 * Factor * Factor;

    /// <summary>Below so many epochs a training tells nothing.</summary>
    private const int FewestEpochs = 4;

    /// <summary>How much longer the last training may take than its trial lets expect.</summary>
    private const double Slack = 1.5;

    private readonly Lock _lock = new();
    private readonly Dictionary<(int Number, int Rung), TuningTrial> _trials =
        (journal?.Trials ?? []).GroupBy(trial => (trial.Number, trial.Rung)).ToDictionary(group => group.Key, group => group.Last());

    /// <summary>All trials, by number and rung.</summary>
    public IReadOnlyList<TuningTrial> Trials => [.. _trials.OrderBy(trial => trial.Key).Select(trial => trial.Value)];

    /// <summary>
    /// The best: the least mean metric of the finals; of equals, the first. Where none had its finals it is the trainer's own options,
    /// unless these failed; then the best of those that came furthest. Null where all failed.
    /// </summary>
    public TuningTrial? Best
    {
        get
        {
            TuningTrial? own = _trials.GetValueOrDefault((0, Top));
            (int Number, double Mean)[] finals = [.. _trials.Values.Where(trial => trial.Rung > Top && IsWhole(trial))
                .GroupBy(trial => trial.Number).Where(group => group.Count() == s_finals.Length)
                .Select(group => (group.Key, group.Average(trial => trial.Metric)))];
            if (finals.Length > 0 && (own is null || !IsWhole(own) || finals.Any(one => one.Number == 0)))
                return _trials[(finals.OrderBy(one => one.Mean).ThenBy(one => one.Number).First().Number, Top)];
            return own is { State: not TuningTrialState.Failed } ? own : _trials.Values.Where(IsWhole)
                .OrderByDescending(trial => trial.Rung).ThenBy(trial => trial.Metric).ThenBy(trial => trial.Number).FirstOrDefault();
        }
    }

    /// <summary>Searches until all candidates have had their trials, or the time is over.</summary>
    /// <param name="candidates">The candidates; the trainer's own options first.</param>
    public void Run(IReadOnlyList<SyreNetworkCandidate> candidates)
    {
        RunAll([(0, Top)]);
        // Where there is no time for these there is none for others.
        if (_trials[(0, Top)] is { State: TuningTrialState.TimeLimit })
        {
            channel.Warning(MessageSensitivity.None,
                $"The trainer's own options had no time for a whole training, so that nothing was searched. Give a longer " +
                $"{nameof(SyreNetworkTunerOptions.TimeBudget)} or {nameof(SyreTrainerOptions.TimeLimit)}, or fewer epochs.");
            return;
        }
        Finals([0]);
        foreach (int[] bracket in Enumerable.Range(1, candidates.Count - 1).Chunk(BracketSize))
        {
            int[] left = bracket;
            for (int rung = FirstRung(bracket.Length); rung <= Top; rung++)
            {
                RunAll([.. left.Select(number => (number, rung))]);
                left = [.. Whole(left, rung).OrderBy(trial => trial.Metric).ThenBy(trial => trial.Number)
                    .Take((left.Length + Factor - 1) / Factor).Select(trial => trial.Number)];
            }
            Finals(left);
        }

        void RunAll((int Number, int Rung)[] trials) => ParallelFits.Run(
            trials, trial => Run(trial.Number, candidates[trial.Number], trial.Rung), options.AtOnce, trainer.CancellationToken);

        void Finals(int[] numbers)
        {
            TuningTrial? own = Whole([0], Top).FirstOrDefault();
            RunAll([.. from trial in Whole(numbers, Top)
                    where trial == own || own is null || trial.Metric < own.Metric
                    from rung in s_finals
                    select (trial.Number, rung)]);
        }
    }

    private IEnumerable<TuningTrial> Whole(int[] numbers, int rung) =>
        numbers.Select(number => _trials.GetValueOrDefault((number, rung))).OfType<TuningTrial>().Where(IsWhole);

    private static bool IsWhole(TuningTrial trial) => trial.State == TuningTrialState.Completed;

    /// <summary>Of a few candidates, none is worth less than a third of its epochs, or less than all.</summary>
    private static int FirstRung(int candidates) => candidates >= Factor * Factor ? 0 : candidates >= Factor ? 1 : Top;

    private TuningTrial? Run(int number, SyreNetworkCandidate candidate, int rung)
    {
        TuningTrial? known;
        lock (_lock)
            known = _trials.GetValueOrDefault((number, rung));
        bool isFirst = (number, rung) == (0, Top);
        TimeSpan? limit = isFirst ? clock.Left / (1 + (Slack * Rounds)) : clock.Left - Reserve();
        bool isOver = limit <= TimeSpan.Zero;
        if (known is { State: not TuningTrialState.TimeLimit } || (isOver && (known is not null || !isFirst)))
            return known;
        int all = candidate.Epochs ?? trainer.Epochs ?? plan.Epochs;
        int epochs = rung >= Top ? all : Math.Min(all, Math.Max(FewestEpochs, (int)Math.Ceiling(all / Math.Pow(Factor, Top - rung))));
        var trial = new TuningTrial
        {
            Number = number, Rung = rung, Candidate = candidate, Epochs = epochs,
            Metric = double.NaN, Duration = default, State = TuningTrialState.Failed,
        };
        // At the top the options are as they will be.
        trial = fit.Run(trial, rung >= Top ? null : epochs, Math.Max(0, rung - Top), isOver ? TimeSpan.FromTicks(1) : limit);
        lock (_lock)
        {
            _trials[(number, rung)] = trial;
            journal?.Add(trial, clock.Elapsed);
            channel.Info(MessageSensitivity.None, Describe(trial));
            options.Progress?.Invoke(trial);
        }
        return trial;
    }

    /// <summary>How often the cores are full of members in the last training.</summary>
    private int Rounds => TabularPlan.Rounds(trainer.Network is null ? trainer.Members ?? TabularPlan.Members : 1, trainer);

    /// <summary>
    /// Time to leave for the last training: a fourth at least, more where its epochs may need it, of which each may take as long as the
    /// slowest of all trials; on a machine that others use too, it does.
    /// </summary>
    private TimeSpan Reserve()
    {
        double least = (options.TimeBudget ?? TimeSpan.Zero).TotalSeconds / 4;
        lock (_lock)
        {
            double seconds = _trials.Values.Where(trial => trial.Rung >= Top && IsWhole(trial))
                .Select(trial => trial.Duration.TotalSeconds / trial.Epochs).DefaultIfEmpty().Max();
            return TimeSpan.FromSeconds(Math.Max(least, seconds * (Best?.Epochs ?? 0) * Slack * Rounds));
        }
    }

    private static string Describe(TuningTrial trial) => string.Create(
        CultureInfo.InvariantCulture,
        $"Trial {trial.Number}, {trial.Epochs} epochs, {trial.Duration.TotalSeconds:f1} s: {trial.State}, metric {trial.Metric:g6}. " +
        $"{trial.Candidate}{(trial.Message is { } message ? $" {message}" : "")}");
}
