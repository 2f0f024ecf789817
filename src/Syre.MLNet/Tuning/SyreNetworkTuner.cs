using System.Globalization;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using Syre.MLNet.Checkpoints;
using Syre.MLNet.Heads;
using Syre.MLNet.Options;
using Syre.MLNet.Runtime;
using Syre.MLNet.Stock;
using Syre.MLNet.SyreNetwork;
using Syre.MLNet.Tuning;
using Syre.Torch;

namespace Syre.MLNet;

/// <summary>
/// Chooses the options of a <c>SyreNetwork</c> by trials, and trains with them (<see cref="SyreNetworkTuningExtensions.Tuned"/>).
/// </summary>
/// <remarks>
/// <para>
/// Trial 0 is the trainer as it came. The others are drawn from the space of <see cref="SyreNetworkCandidate"/> and compared by successive
/// halving (Jamieson and Talwalkar 2016, arXiv 1502.07943): eighteen are trained for a ninth of their epochs, but at least four, the best
/// six for a third, the best two for all; then the next eighteen. Each trial trains one network anew, with the trainer's seed, and is
/// measured by <see cref="SyreTrainerOptions.Metric"/> on the rows that this seed holds back, or on the
/// <see cref="SyreTrainerOptions.ValidationSet"/>: the same for all, with its classes and groups
/// (<see cref="SyreTrainerOptions.SamplingKeyColumnName"/>). The least of many metrics on one set of rows is least by chance too. Those of
/// the two that beat trial 0 are therefore trained three times more, as further members of an ensemble are, each with other rows held back,
/// and so is trial 0: the least mean of these three is the best. With it the trainer trains on the rows given, with all its
/// <see cref="SyreNetworkOptions.Members"/>. By these means the best is never worse than trial 0.
/// </para>
/// <para>
/// The same seed and rows give the same trials and the same model, on any machine and with any number of trials at once, where no
/// <see cref="SyreNetworkTunerOptions.TimeBudget"/> binds. A trial that fails is noted and passed over. The trainer's token, or
/// <c>mlContext.CancelExecution()</c>, ends the search with an <see cref="OperationCanceledException"/>; the journal keeps what was done.
/// </para>
/// </remarks>
public sealed class SyreNetworkTuner : IEstimator<TunedTransformer>
{
    /// <summary>The share of the budget that the last training has in any case.</summary>
    private const int LeastShare = 10;

    private readonly SyreNetworkEstimator _trainer;
    private readonly SyreNetworkTunerOptions _options;
    private readonly IHost _host;

    internal SyreNetworkTuner(SyreNetworkEstimator trainer, SyreNetworkTunerOptions options)
    {
        var violations = new Violations();
        options.AddTo(violations);
        violations.Require(trainer.Options.ValidationFraction > 0 || trainer.Options.ValidationSet is not null,
            "The trainer holds no row back, so that no trial can be measured; set its ValidationFraction above 0 or give a ValidationSet.");
        violations.Require(trainer.Options.Syre.Preset == SyrePreset.None,
            $"The trainer has the preset {trainer.Options.Syre.Preset}, whose decay follows from a trial's steps; tune without it.");
        violations.Require(trainer.Options.InitialModel is null,
            "The trainer has an InitialModel, whose layers cannot be other ones; tune without it.");
        violations.Require(
            options.JournalDirectory is null || trainer.Options.Seed is not null || MLNetInternals.Seed(trainer.Environment) is not null,
            "JournalDirectory needs a seed, since a tuning that is started again must draw the same numbers; set the trainer's Seed, " +
            "or make the MLContext with one.");
        violations.ThrowIfOutOfRange(nameof(SyreNetworkTunerOptions));
        (_trainer, _options) = (trainer, options);
        _host = trainer.Environment.Register("Tuned");
    }

    private SyreNetworkOptions Options => _trainer.Options;

    /// <summary>The columns after the trainer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => _trainer.GetOutputSchema(inputSchema);

    /// <summary>Searches, and trains with the best options.</summary>
    /// <param name="input">The rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    /// <exception cref="InvalidOperationException">All trials failed, the journal is another tuning's or cannot be written, or too few rows
    /// are held back for the trainer's <see cref="SyreNetworkOptions.Interval"/>.</exception>
    /// <exception cref="InvalidDataException">The journal is none that a tuning wrote.</exception>
    /// <exception cref="OperationCanceledException">The MLContext or the trainer's token was cancelled.</exception>
    public TunedTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        PredictionTask task = _trainer.Check(MLNetInternals.ShapeOf(input.Schema));
        task.Objective.CheckLabel(input.Schema[Options.LabelColumnName]);
        using IChannel channel = _host.Start("Tuning");
        MLContext context = new TemporaryFolder(_host).NewContext();
        // Each trial reads them again.
        IDataView rows = context.Data.Cache(input);
        IDataView? validation = Options.ValidationSet is { } given ? context.Data.Cache(given) : null;
        IReadOnlyList<SyreNetworkCandidate> candidates = [new SyreNetworkCandidate(), .. _options.Candidates ?? Draw()];
        RowFingerprint training = RowFingerprint.Read(rows, Options, task.Objective, CheckAlive);
        using TuningJournal? journal = _options.JournalDirectory is { } folder
            ? TuningJournal.Open(folder, Identity(task, training, validation), channel)
            : null;
        var clock = new TuningClock(_options.TimeBudget, journal?.Elapsed ?? TimeSpan.Zero);
        var fit = new TrialFit(_trainer, task, context, rows, validation, CheckAlive);
        int trained = validation is null ? (int)(training.Rows * (1 - Options.ValidationFraction)) : training.Rows;
        var search = new TuningSearch(
            fit, _options, Options, TabularPlan.Of(task.Objective, trained).Within(Options), clock, journal, channel);
        fit.Rehearse();
        search.Run(candidates);
        TuningTrial best = search.Best ?? throw Failed(search.Trials);
        channel.Info(MessageSensitivity.None, Describe(best, search.Trials));
        SyreNetworkOptions chosen = fit.OptionsOf(best.Candidate);
        // Rather late than a model of one epoch.
        TimeSpan? limit = clock.Left;
        if (_options.TimeBudget is { } budget)
            limit = TimeSpan.FromTicks(Math.Max(Math.Max(1, budget.Ticks / LeastShare), limit!.Value.Ticks));
        SyreNetworkOptions last = limit is null || chosen.TimeLimit < limit ? chosen : chosen with { TimeLimit = limit };
        SyreNetworkTransformer network =
            new SyreNetworkEstimator(_trainer.Environment, _trainer.Tasks, last).Fit(rows, validation);
        if (last != chosen && network.Summary is { StopReason: StopReason.TimeLimit } cut && cut.Epochs < cut.PlannedEpochs)
        {
            channel.Warning(MessageSensitivity.None,
                $"The time was over after {cut.Epochs} of {cut.PlannedEpochs} epochs of the last training. Give a longer " +
                $"{nameof(SyreNetworkTunerOptions.TimeBudget)}, or train with the options that were found.");
        }
        IDataView trials = TrialView.Create(context, search.Trials, best, fit, task.Objective);
        return new TunedTransformer(network, chosen, best, search.Trials, trials);
    }

    private void CheckAlive()
    {
        MLNetInternals.CheckAlive(_host);
        Options.CancellationToken.ThrowIfCancellationRequested();
    }

    private IEnumerable<SyreNetworkCandidate> Draw()
    {
        var random = new Random(unchecked((int)SeedSequence.Derive(_trainer.Seed, SeedStream.Candidates)));
        return Enumerable.Range(0, _options.Draws).Select(_ => SyreNetworkCandidate.Draw(random));
    }

    /// <summary>What the trials of a tuning depend on. More of the drawn candidates may be asked for later.</summary>
    private TrainingIdentity Identity(PredictionTask task, RowFingerprint training, IDataView? validation)
    {
        var parts = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["version of Syre.MLNet"] = LibraryVersion.Text,
            ["seed"] = _trainer.Seed.ToString(CultureInfo.InvariantCulture),
            ["task"] = task.Name,
            ["candidates"] = JsonSerializer.Serialize(_options.Candidates, OptionsJson.Settings),
            ["rows"] = $"{training.Rows} {training.Hash}",
            ["network of the user's own"] = $"{Options.Network is not null}",
        };
        if (validation is not null)
            parts["validation set"] = RowFingerprint.Read(validation, Options, task.Objective, CheckAlive).Hash;
        SyreNetworkOptions trials = Options with { Threads = null, Device = "auto", TimeLimit = null, Seed = null, Members = null };
        return new TrainingIdentity(nameof(SyreNetworkTuner), trials.ToJson(indented: false), parts);
    }

    private static InvalidOperationException Failed(IReadOnlyList<TuningTrial> trials) =>
        new($"All {trials.Count} trials failed. The first: {trials[0].Message}");

    private static string Describe(TuningTrial best, IReadOnlyList<TuningTrial> trials)
    {
        TuningTrial? first = trials.FirstOrDefault(trial => trial is { Number: 0, State: TuningTrialState.Completed });
        string before = first is null ? "" : FormattableString.Invariant($", {first.Metric:g6} of the options as they came");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Of {trials.Count} trials number {best.Number} is the best: a metric of {best.Metric:g6} on the rows held back{before}. ") +
            $"{best.Candidate}";
    }
}
