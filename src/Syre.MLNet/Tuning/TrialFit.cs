using System.Diagnostics;
using Microsoft.ML;
using Syre.MLNet.Heads;
using Syre.MLNet.Runtime;

namespace Syre.MLNet.Tuning;

/// <summary>Trains one network for a trial, and measures it on the rows held back.</summary>
/// <param name="trainer">The trainer that is tuned.</param>
/// <param name="task">What it is trained for.</param>
/// <param name="context">Where trials are, apart from the user's log and random numbers.</param>
/// <param name="rows">The rows.</param>
/// <param name="validation">Rows of the user's own to choose by; null for a share of the others.</param>
/// <param name="checkAlive">Asked after each epoch; throws to stop.</param>
internal sealed class TrialFit(
    SyreNetworkEstimator trainer, PredictionTask task, MLContext context, IDataView rows, IDataView? validation, Action checkAlive)
{
    /// <summary>Rows that collapse is measured on, of which trials tell nobody.</summary>
    private const int MeasuredRows = 100;

    /// <summary>The options of a candidate, with the trainer's seed.</summary>
    public SyreNetworkOptions OptionsOf(SyreNetworkCandidate candidate) =>
        candidate.ApplyTo(trainer.Options, task.Objective) with { Seed = trainer.Seed };

    /// <summary>
    /// Trains the smallest networks on the rows of the last training, where it is to learn intervals: rows that are too few for these are
    /// refused before the search, and not after it.
    /// </summary>
    /// <exception cref="InvalidOperationException">The rows are refused.</exception>
    public void Rehearse()
    {
        SyreNetworkOptions own = OptionsOf(new SyreNetworkCandidate());
        if (own.Interval is null)
            return;
        own = Quiet(own) with { HiddenLayers = [], Epochs = 1 };
        new SyreNetworkEstimator(context, trainer.Tasks, own).Fit(rows, validation).Dispose();
    }

    /// <summary>Runs a trial. One that throws has failed, and the tuning goes on.</summary>
    /// <param name="trial">What is known of it before.</param>
    /// <param name="epochs">Its epochs; null for those of its options.</param>
    /// <param name="member">The member of an ensemble that it is trained as: with other first weights and rows held back.</param>
    /// <param name="limit">Longest time; null for no limit.</param>
    /// <exception cref="OperationCanceledException">The tuning was cancelled.</exception>
    public TuningTrial Run(TuningTrial trial, int? epochs, int member, TimeSpan? limit)
    {
        checkAlive();
        var clock = Stopwatch.StartNew();
        SyreNetworkOptions own = OptionsOf(trial.Candidate);
        try
        {
            own = Quiet(own) with
            {
                Members = 1,
                Seed = SeedSequence.OfMember(trainer.Seed, member),
                Epochs = epochs ?? own.Epochs,
                TimeLimit = limit is null || own.TimeLimit < limit ? own.TimeLimit : limit,
                Interval = null,
            };
            using SyreNetworkTransformer fitted =
                new SyreNetworkEstimator(context, trainer.Tasks, own).Fit(rows, validation);
            // A network that was cut short by it is none to judge an option by.
            own.CancellationToken.ThrowIfCancellationRequested();
            return Ended(trial, fitted.Summary) with { Duration = clock.Elapsed };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            (e as TrainingFailedException)?.Model.Dispose();
            return trial with { State = TuningTrialState.Failed, Message = e.Message, Duration = clock.Elapsed };
        }
    }

    /// <summary>Options of a training that leaves and tells nothing.</summary>
    private SyreNetworkOptions Quiet(SyreNetworkOptions options) => options with
    {
        CheckpointDirectory = null,
        KeepOptimizerState = false,
        Progress = _ => checkAlive(),
        ValidationSet = null,
        Syre = options.Syre with { Warning = null },
        Collapse = options.Collapse with
        {
            Rows = Math.Min(options.Collapse.Rows, MeasuredRows),
            HistoryEvery = null,
            Policy = CollapsePolicy.Ignore,
        },
    };

    private static TuningTrial Ended(TuningTrial trial, TrainingSummary summary)
    {
        trial = trial with { Epochs = summary.PlannedEpochs };
        if (summary.ValidationMetric is not { } metric || !double.IsFinite(metric))
        {
            return trial with
            {
                State = TuningTrialState.Failed,
                Message = "No row was held back that the trial could be measured on, or its metric is not a number.",
            };
        }
        bool isCut = summary.StopReason == StopReason.TimeLimit && summary.Epochs < summary.PlannedEpochs;
        return trial with { State = isCut ? TuningTrialState.TimeLimit : TuningTrialState.Completed, Metric = metric };
    }
}
