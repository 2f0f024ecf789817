using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Syre.MLNet.Checkpoints;
using Syre.MLNet.Diagnostics.Rows;
using Syre.MLNet.Diagnostics.Trainers;
using Syre.MLNet.Inputs;
using Syre.MLNet.Networks;
using Syre.MLNet.Objectives;
using Syre.MLNet.Runtime;
using Syre.MLNet.Stock;
using Syre.MLNet.Training;
using Syre.Torch;
using TorchSharp;

namespace Syre.MLNet.Fitting;

/// <summary>The one way from rows to a trained network: read, make, initialise, train, measure.</summary>
/// <param name="context">What it runs in.</param>
/// <param name="objective">What is learnt, not fitted yet.</param>
/// <param name="source">Makes the network.</param>
/// <param name="earlier">A network to start from; null for random weights.</param>
internal sealed class NetworkFit(FitContext context, Objective objective, NetworkSource source, EarlierNetwork? earlier = null)
{
    private readonly SyreTrainerOptions _options = source.Options;

    private string? LabelColumn => objective.HasLabel ? _options.LabelColumnName : null;

    /// <summary>Reads the rows; the caller owns them.</summary>
    /// <param name="train">Rows to train on.</param>
    /// <param name="heldBack">Rows that are not trained on; null to hold back the share that the options say.</param>
    public FitRows Read(IDataView train, IDataView? heldBack) => new FitReader(context, objective, source, earlier).Read(train, heldBack);

    /// <summary>Trains a network.</summary>
    /// <param name="read">The rows, which the caller owns.</param>
    /// <param name="choosesEpoch">Whether the rows held back choose the epoch too, and are not only profiled.</param>
    /// <param name="rehearse">Is given the untrained network with everything of the right shape, so that what would fail after training
    /// fails now; null for nobody.</param>
    public FittedNetwork Run(FitRows read, bool choosesEpoch = true, Action<FittedNetwork>? rehearse = null)
    {
        TrainingSet rows = read.Training;
        int outputs = objective.Outputs(LabelColumn is { } label
            ? context.Schema[label].Type
            : new VectorDataViewType(NumberDataViewType.Single, rows.Rows[0].Features));
        ScoringNetwork network = FitPhase.In("make network", () => source.Create(rows.Rows, outputs));
        try
        {
            using var scope = torch.NewDisposeScope();
            return Train(network, rows, read.HeldBack, choosesEpoch, rehearse);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private FittedNetwork Train(
        ScoringNetwork network, TrainingSet rows, TrainingSet? others, bool choosesEpoch, Action<FittedNetwork>? rehearse)
    {
        (long[] training, long[] share) = rows.Split(objective, others is null ? _options.ValidationFraction : 0, context.Seed);
        if (rows.Groups is not null && others is null && _options.ValidationFraction > 0 && share.Length == 0)
            FitRemarks.OneGroup(context.Channel, _options.SamplingKeyColumnName!);
        TrainingRecipe planned = source.Recipe(training.Length);
        StepChoice choice = StepChoice.Of(network, objective, planned, context.Device, training.Length);
        // Beside the CPU engine libtorch only measures: a second thread of it would change bits, and wait for a core on a busy machine.
        context.State.UseThreads(choice.Threads is not null ? 1
            : _options.Threads ?? ThreadCount.For(planned.Plan.BatchSize, rows.Count, network.MultiplicationsPerRow));
        RowInput features = source.Inputs[network.FeatureInput];
        var names = new FeatureNames(
            features.NumbersColumn, features.Names(context.Schema, network.Slots), network.Slots, features.FirstSlot);
        FitRemarks.Indicated(context.Channel, network.Indicated, names);
        FitRemarks.Embedded(context.Channel, network.Embedded, names);
        // Of the many features of a table, those without names are not told of.
        string[]? featureNames = names.Names is null && network.Tables.Count > 0
            ? null
            : names.OfInputs(network.Features, network.Indicated, network.Embedded);
        Objective fitted = FitPhase.In("first weights", () => Initialize(network, rows, training, names));
        using var trainingRows = new LabelledRows(rows, training, fitted, context.Device);
        using LabelledRows? unseen = others is not null ? new LabelledRows(others, RowSplit.All(others.Count), fitted, context.Device)
            : share.Length > 0 ? trainingRows.Others(share) : null;

        source.TryOut(network, trainingRows, names, context.Cancellation);
        network.Sigma0 = planned.Sigma0;
        using LabelledRows sample = trainingRows.Others(_options.Collapse.Sample(training));
        CollapseWatch watch = FitPhase.In("measure before", () => Watch(network, rows.Rows, fitted, sample, featureNames));
        if (rehearse is not null)
            Rehearse(network, fitted, watch, rehearse);
        TrainingRecipe recipe = earlier?.GoOn(planned) ?? planned;
        CrossChoice? cross = choosesEpoch && unseen is not null && _options.IntervalColumnNames(fitted.IsScaled).Count > 0
            ? new CrossChoice(new ValidationJudge(fitted, _options, unseen), network.Outputs)
            : null;
        var keeper = new OptimizerKeeper(_options.KeepOptimizerState, earlier?.OptimizerState);
        List<ITrainingListener> listeners =
        [
            keeper, new TrainingLog(fitted, recipe, context.Channel), watch, .. cross is null ? Array.Empty<ITrainingListener>() : [cross],
            .. _options.TimeLimit is { } limit ? [new TimeLimit(limit)] : Array.Empty<ITrainingListener>(),
        ];
        context.Channel.Info(MessageSensitivity.None, $"Steps are computed by {choice.Name}: {choice.Reason}.");
        if (context.Checkpoints is { } store)
        {
            ICheckpointed[] parts = [context.Randomness, watch, keeper, .. cross is null ? Array.Empty<ICheckpointed>() : [cross]];
            IdentityReader identity = Identity(network, planned, rows, others, trainingRows, fitted);
            // After the keeper, whose state of an earlier optimizer a checkpoint's takes the place of.
            listeners.Insert(1, new CheckpointReader(store, identity, Machine(choice), parts, context.Channel));
            listeners.Add(new CheckpointWriter(store, recipe, parts, context.Channel));
        }
        TrainingOutcome outcome = FitPhase.In("train", () => new NetworkTrainer(fitted, recipe, choice, listeners, context.Cancellation)
            .Train(network, trainingRows, unseen, choosesEpoch, context.Channel));
        FitRemarks.Rescued(context.Channel, recipe, outcome);
        if (context.Checkpoints is not null)
            context.Checkpoints.Ended = outcome.StopReason;
        TrainingSummary summary = outcome.Summary(
            network, rows, trainingRows.Count, choosesEpoch ? unseen?.Count ?? 0 : 0, recipe, context.Device, choice,
            watch.DurationInTraining);
        TrainingOrigin origin = earlier?.Origin(keeper.Deviations) ?? new TrainingOrigin(recipe.StaticBiasSeed, keeper.Deviations)
        {
            Classes = ClassNames(),
        };
        Objective calibrated = fitted.At(outcome.Temperature);
        float[]? crossOutputs = cross?.OutputsAt(outcome.Temperature);
        CollapseReport report = watch.NotMeasured;
        RowDiagnostics? diagnostics = null;
        try
        {
            (report, diagnostics) = FitPhase.In("measure after", () => watch.Finish(outcome, unseen));
            summary = summary with { DiagnosticsDuration = watch.Duration };
            context.Channel.Info(MessageSensitivity.None, string.Create(
                CultureInfo.InvariantCulture,
                $"Trained {summary.Parameters} parameters on {summary.TrainingRows} rows for {summary.Epochs} epochs in " +
                $"{summary.Duration.TotalSeconds:f1} s ({summary.StopReason}); epoch {summary.BestEpoch} was kept. Collapse: " +
                $"{report.Verdict}, measured in {summary.DiagnosticsDuration.TotalSeconds:f2} s."));
            return Fitted(null);
        }
        catch (Exception e) when (TrainingFailedException.Keeps(e))
        {
            diagnostics?.Dispose();
            diagnostics = null;
            return Fitted(e);
        }

        FittedNetwork Fitted(Exception? failure) => new(network, calibrated, summary, report, diagnostics, failure)
        {
            Origin = origin,
            OptimizerState = keeper.State,
            CrossOutputs = crossOutputs,
        };
    }

    /// <summary>Gives the network its first weights and preprocessing, and the objective the scales of the labels.</summary>
    private Objective Initialize(ScoringNetwork network, TrainingSet rows, long[] training, FeatureNames names)
    {
        using var order = new RowOrder(training, context.Device);
        Randomize(network, rows.Rows, order);
        if (earlier is null)
        {
            if (ScaleRemarks.TooNarrow(network.Scales, names) is { } narrow)
                context.Channel.Warning(MessageSensitivity.None, narrow);
            return objective.FitTo(rows.Labels, rows.LabelSize);
        }
        earlier.TakeOver(source, network, rows.Rows, context.Channel);
        if (network.Scales is { } scales
            && ScaleRemarks.OutOfRange(scales, rows.Rows[network.FeatureInput].Scales(training), names) is { } moved)
        {
            context.Channel.Warning(MessageSensitivity.None, moved);
        }
        ContinuedObjective continued = objective.ContinueFrom(
            earlier.Model.Task.Objective, network.OutputsOf(rows.Rows, order), rows.LabelsOf(training), rows.Labels);
        if (continued.StartsAnew)
            network.ResetOutputs();
        if (continued.Change is { } change)
            context.Channel.Warning(MessageSensitivity.None, change);
        // Until rows held back tell another.
        return continued.Objective.At(earlier.Model.Task.Objective.Temperature);
    }

    private string[]? ClassNames() =>
        LabelColumn is { } label && context.Schema[label] is { Type: KeyDataViewType } key ? KeyNames.Read(key) : null;

    private void Randomize(ScoringNetwork network, RowStore rows, RowOrder order) =>
        network.Initialize(rows, order, new WeightRandom(SeedSequence.Derive(context.Seed, SeedStream.Weights)));

    private CollapseWatch Watch(ScoringNetwork network, RowStore rows, Objective fitted, LabelledRows sample, string[]? featureNames)
    {
        var probe = new CollapseProbeOptions
        {
            Name = context.Name,
            Classes = fitted.Classes(network.Outputs),
            FeatureNames = featureNames,
            LabelSmoothing = _options.LabelSmoothing,
        };
        if (earlier is null)
            return new CollapseWatch(fitted, network, network, sample, _options.Collapse, probe, context.Cancellation);
        using ScoringNetwork random = source.Create(rows, network.Outputs);
        Randomize(random, rows, sample.Order);
        return new CollapseWatch(fitted, network, random, sample, _options.Collapse, probe, context.Cancellation);
    }

    private static void Rehearse(ScoringNetwork network, Objective fitted, CollapseWatch watch, Action<FittedNetwork> rehearse)
    {
        using Activity? phase = FitPhase.Begin("rehearse");
        using var untrained = new FittedNetwork(network, fitted, TrainingOutcome.NotBegun, watch.NotMeasured, watch.Rehearse());
        untrained.LeaveNetwork();
        rehearse(untrained);
        network.Bounds = null;
    }

    private IdentityReader Identity(
        ScoringNetwork network, TrainingRecipe recipe, TrainingSet rows, TrainingSet? others, LabelledRows training, Objective fitted)
    {
        var reader = new IdentityReader(context.Name, recipe, context.Cancellation)
        {
            HasOwnStart = earlier is not null || network is OwnNetwork,
        };
        reader.Add(TrainingSetReader.TrainingData, rows, source.Inputs.Count, context.Device);
        if (others is not null)
            reader.Add(TrainingSetReader.ValidationSet, others, source.Inputs.Count, context.Device);
        reader.Add(fitted);
        if (network is OwnNetwork)
            reader.AddOutputs(network, training, context.Randomness);
        return reader;
    }

    /// <summary>What the bits of a training depend on beside its options: of the CPU engine nothing of the machine.</summary>
    private string Machine(StepChoice choice) => choice.Threads is null
        ? $"{context.Device}, {torch.get_num_threads()} thread(s), TorchSharp {typeof(torch).Assembly.GetName().Version}"
        : choice.Name;
}
