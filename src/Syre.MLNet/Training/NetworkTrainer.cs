using Microsoft.ML.Runtime;
using Syre.MLNet.Networks;
using Syre.MLNet.Objectives;
using Syre.MLNet.Options;
using Syre.MLNet.Runtime;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Training;

/// <summary>Trains a network: epochs of shuffled batches, a validation after each, and the best epoch's network at the end.</summary>
/// <param name="objective">What is learnt, fitted to the labels.</param>
/// <param name="recipe">How.</param>
/// <param name="choice">What computes the steps.</param>
/// <param name="listeners">Told of every epoch, in this order.</param>
/// <param name="cancellation">Asked at every step.</param>
internal sealed class NetworkTrainer(
    Objective objective, TrainingRecipe recipe, StepChoice choice, IReadOnlyList<ITrainingListener> listeners, Cancellation cancellation)
{
    private readonly SyreTrainerOptions _options = recipe.Options;
    private readonly double _weightDecay = recipe.WeightDecay;

    /// <summary>Trains; the network is in evaluation mode afterwards.</summary>
    /// <param name="network">The network, initialised.</param>
    /// <param name="training">Rows to train on.</param>
    /// <param name="unseen">Rows held back, or null.</param>
    /// <param name="choosesEpoch">Whether these choose the epoch, and do not only calibrate.</param>
    /// <param name="channel">The log.</param>
    /// <exception cref="InvalidOperationException">The loss was not a finite number in the very first epoch.</exception>
    /// <exception cref="OperationCanceledException">The MLContext was cancelled, or the token before the first
    /// epoch was complete.</exception>
    public TrainingOutcome Train(
        ScoringNetwork network, LabelledRows training, LabelledRows? unseen, bool choosesEpoch, IChannel channel)
    {
        using var run = new TrainingRun(network, recipe.CreateOptimizer(
            network, message => channel.Warning(MessageSensitivity.None, $"{nameof(_options.Syre)}: {message}")));
        network.InitialDeviations = run.Optimizer.InitialDeviations;
        StopReason reason = Ask(listener => listener.Started(run));
        // A training that goes on may have been at its end already.
        reason = run.State.Epoch == 0 ? StopReason.Completed : Ending(run.State, reason);
        var judge = unseen is null ? null : new ValidationJudge(objective, _options, unseen);
        using ITrainingStep step = choice.Create(objective, run, recipe, training, unseen, cancellation);
        while (run.State.Epoch < recipe.Plan.Epochs && reason == StopReason.Completed)
            reason = TrainEpoch(run, step, choosesEpoch ? judge : null, training, channel);
        TrainingState state = run.State;
        if (state.Best.Epoch > 0 && state.Best.Epoch < state.Epoch)
            run.Best.Restore();
        double temperature = (state.Best.Result ?? judge?.Measure(step.Outputs()))?.Temperature ?? objective.Temperature;
        network.eval();
        return new TrainingOutcome(
            reason, state.Epoch, state.Best.Epoch, state.Steps, state.TrainingLoss, state.Best.Result, temperature, run.Elapsed);
    }

    private StopReason TrainEpoch(
        TrainingRun run, ITrainingStep step, ValidationJudge? judge, LabelledRows training, IChannel channel)
    {
        int epoch = run.State.Epoch + 1;
        training.Order.Shuffle(SeedSequence.Derive(recipe.Seed, SeedStream.Shuffle), epoch);
        if (Steps(run, step, training.Count) is not ({ } loss, var steps))
        {
            // Of the epoch that was cut short nothing is kept: without validation the network of the epoch
            // before is the last that was whole.
            run.Best.Restore();
            return StopReason.Cancelled;
        }
        float[]? outputs = null;
        ValidationResult? result =
            judge is null ? null : FitPhase.In("validate", () => judge.Measure(outputs = step.Outputs()));
        if (!double.IsFinite(loss) || result is { IsFinite: false })
            return Diverged(run, epoch, steps, loss, channel);
        BestEpoch best = run.State.Best.After(epoch, result);
        run.Advance(epoch, steps, loss, best);
        var done = new EpochResult(epoch, loss, result, best.Epoch == epoch, run.Optimizer.LearningRate, outputs);
        if (done.IsBest)
            run.Best.Update();
        return Ending(run.State, Ask(listener => listener.EpochDone(run, done)));
    }

    /// <summary>Asks all listeners; the first that wants to stop says why.</summary>
    private StopReason Ask(Func<ITrainingListener, StopReason> question)
    {
        StopReason reason = StopReason.Completed;
        foreach (ITrainingListener listener in listeners)
        {
            if (question(listener) is var asked && reason == StopReason.Completed)
                reason = asked;
        }

        return reason;
    }

    /// <summary>Why training is to end after an epoch; <see cref="StopReason.Completed"/> to go on.</summary>
    private StopReason Ending(TrainingState state, StopReason asked) =>
        cancellation.IsRequested ? StopReason.Cancelled
        : asked != StopReason.Completed ? asked
        : state.Epoch - state.Best.LastImprovement >= _options.EarlyStoppingPatience ? StopReason.EarlyStopped
        : _options.EarlyStopping && state.Best.Result is not null && state.Epoch < recipe.Plan.Epochs && IsIdleWave(state)
            ? StopReason.EarlyStopped
        : StopReason.Completed;

    /// <summary>
    /// Whether a wave of the learning rate has just ended in which no epoch was the best so far. The first two of four are so short that
    /// a better epoch may come by chance in one and in the next not.
    /// </summary>
    private bool IsIdleWave(TrainingState state)
    {
        int Wave(int epoch) => Schedules.Wave(_options.LearningRateSchedule, (double)epoch / recipe.Plan.Epochs);
        int wave = Wave(state.Epoch - 1);
        return wave >= 2 && Wave(state.Epoch) > wave && Wave(state.Best.LastImprovement - 1) < wave;
    }

    /// <summary>
    /// The steps of one epoch, whose rows are cut into batches of as equal a size as they go. The mean loss, null when it was cancelled on
    /// the way, and the number of all steps so far.
    /// </summary>
    private (double? Loss, long Steps) Steps(TrainingRun run, ITrainingStep step, int rows)
    {
        int batches = recipe.Batches;
        double allSteps = (double)recipe.Plan.Epochs * batches;
        long steps = run.State.Steps;
        step.BeginEpoch();
        for (int done = 0; done < batches; done++, steps++)
        {
            if (run.State.Best.Epoch == 0)
                cancellation.Check();
            cancellation.CheckContext();
            if (cancellation.IsRequested)
                return (null, steps);
            double progress = (run.State.Epoch * (double)batches + done) / allSteps;
            run.Optimizer.LearningRate = recipe.LearningRate * recipe.RateFactor(progress);
            run.Optimizer.WeightDecay = _weightDecay * TrainingRecipe.DecayFactor(progress);
            int start = (int)((long)rows * done / batches), end = (int)((long)rows * (done + 1) / batches);
            double dropout = _options.Dropout * TrainingRecipe.DecayFactor(progress);
            step.Run(start, end - start, new StepTerms(steps, dropout, progress));
        }
        return (step.EndEpoch(), steps);
    }

    private StopReason Diverged(TrainingRun run, int epoch, long steps, double loss, IChannel channel)
    {
        string remedy = "Lower LearningRate, or set GradientClipNorm" +
            (run.Network is { IsUnbounded: true, Scales: null } ? ", or ScaleFeatures = true." : ".");
        BestEpoch best = run.State.Best;
        if (best.Epoch == 0)
        {
            throw new InvalidOperationException(
                $"The loss is not a finite number in epoch {epoch}, and there is no earlier epoch to keep. {remedy}");
        }

        channel.Warning(MessageSensitivity.None, $"The loss is not a finite number in epoch {epoch}; epoch {best.Epoch} is kept. {remedy}");
        run.Advance(epoch, steps, loss, best);
        return StopReason.Diverged;
    }
}
