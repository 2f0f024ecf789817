using System.Globalization;
using Microsoft.ML.Runtime;
using Syre.MLNet.SyreNetwork;
using Syre.MLNet.Training;

namespace Syre.MLNet.Tuning;

/// <summary>
/// Successive halving (Jamieson and Talwalkar 2016, arXiv 1502.07943): of a bracket of candidates all are trained for a ninth of their
/// epochs, the best third for a third, and the best third of these for all. Each training is a whole one, with the whole schedule of the
/// learning rate in fewer epochs, since half a schedule tells little of what its end will be.
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
    /// The best: of those that came furthest, the one of the least metric; of equals, the first. Null where none came to an end.
    /// </summary>
    public TuningTrial? Best => _trials.Values.Where(trial => trial.State == TuningTrialState.Completed)
        .OrderByDescending(trial => trial.Rung).ThenBy(trial => trial.Metric).ThenBy(trial => trial.Number).FirstOrDefault();

    /// <summary>Searches until all candidates have had their trials, or the time is over.</summary>
    /// <param name="candidates">The candidates; the trainer's own options first.</param>
    public void Run(IReadOnlyList<SyreNetworkCandidate> candidates)
    {
        RunAll([0], Top);
        foreach (int[] bracket in Enumerable.Range(1, candidates.Count - 1).Chunk(BracketSize))
        {
            int[] left = bracket;
            for (int rung = FirstRung(bracket.Length); rung <= Top; rung++)
            {
                RunAll(left, rung);
                left = [.. left.Select(number => _trials.GetValueOrDefault((number, rung)))
                    .OfType<TuningTrial>().Where(trial => trial.State == TuningTrialState.Completed)
                    .OrderBy(trial => trial.Metric).ThenBy(trial => trial.Number)
                    .Take((left.Length + Factor - 1) / Factor).Select(trial => trial.Number)];
            }
        }

        void RunAll(int[] numbers, int rung) => ParallelFits.Run(
            numbers, number => Run(number, candidates[number], rung), options.AtOnce, trainer.CancellationToken);
    }

    /// <summary>Of a few candidates, none is worth less than a third of its epochs, or less than all.</summary>
    private static int FirstRung(int candidates) => candidates >= Factor * Factor ? 0 : candidates >= Factor ? 1 : Top;

    private TuningTrial? Run(int number, SyreNetworkCandidate candidate, int rung)
    {
        TuningTrial? known;
        lock (_lock)
            known = _trials.GetValueOrDefault((number, rung));
        TimeSpan? limit = number == 0 ? clock.Left / (1 + (Slack * Rounds)) : clock.Left - Reserve();
        bool isOver = limit <= TimeSpan.Zero;
        if (known is { State: not TuningTrialState.TimeLimit } || (isOver && (known is not null || number > 0)))
            return known;
        int all = candidate.Epochs ?? trainer.Epochs ?? plan.Epochs;
        int epochs = rung == Top ? all : Math.Min(all, Math.Max(FewestEpochs, (int)Math.Ceiling(all / Math.Pow(Factor, Top - rung))));
        var trial = new TuningTrial
        {
            Number = number, Rung = rung, Candidate = candidate, Epochs = epochs,
            Metric = double.NaN, Duration = default, State = TuningTrialState.Failed,
        };
        // At the top the options are as they will be.
        trial = fit.Run(trial, rung == Top ? null : epochs, isOver ? TimeSpan.FromTicks(1) : limit);
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
    private int Rounds
    {
        get
        {
            int members = trainer.Network is null ? trainer.Members ?? TabularPlan.Members : 1;
            int atOnce = Math.Min(members, Environment.ProcessorCount);
            return (members + atOnce - 1) / atOnce;
        }
    }

    /// <summary>Time to leave for the last training.</summary>
    private TimeSpan Reserve()
    {
        lock (_lock)
            return (Best?.Duration ?? TimeSpan.Zero) * (Slack * Rounds);
    }

    private static string Describe(TuningTrial trial) => string.Create(
        CultureInfo.InvariantCulture,
        $"Trial {trial.Number}, {trial.Epochs} epochs, {trial.Duration.TotalSeconds:f1} s: {trial.State}, metric {trial.Metric:g6}. " +
        $"{trial.Candidate}{(trial.Message is { } message ? $" {message}" : "")}");
}
