using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.Runtime;
using Syre.MLNet.Diagnostics.Trainers;
using Syre.MLNet.Networks;
using Syre.MLNet.Objectives;
using Syre.MLNet.Options;
using Syre.MLNet.Runtime;
using Syre.MLNet.Stock;
using Syre.MLNet.Tasks;
using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.MLNet.Training;

/// <summary>Trains a network: epochs of shuffled batches, a validation after each, and the best epoch's network at the end.</summary>
internal sealed class NetworkTrainer
{
    private const int EvaluationRows = 8192;

    private readonly PredictionTask _task;
    private readonly ScoringNetwork _network;
    private readonly SyreTrainerOptions _options;
    private readonly TrainingRecipe _recipe;
    private readonly LabelScale? _scale;
    private readonly CollapseWatch _watch;
    private readonly Cancellation _cancellation;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly BestEpoch _best;
    private long _steps;

    /// <param name="task">The task.</param>
    /// <param name="network">The network, initialised.</param>
    /// <param name="options">The options.</param>
    /// <param name="recipe">What the trainer's kind adds to them.</param>
    /// <param name="scale">How labels relate to outputs.</param>
    /// <param name="watch">Told of every epoch.</param>
    /// <param name="cancellation">Asked at every step.</param>
    public NetworkTrainer(
        PredictionTask task,
        ScoringNetwork network,
        SyreTrainerOptions options,
        TrainingRecipe recipe,
        LabelScale? scale,
        CollapseWatch watch,
        Cancellation cancellation)
    {
        (_task, _network, _options, _recipe, _scale, _watch, _cancellation) = (task, network, options, recipe, scale, watch, cancellation);
        _best = new BestEpoch(options.ModelSelection);
    }

    /// <summary>Trains; the network is in evaluation mode afterwards.</summary>
    /// <exception cref="InvalidOperationException">The loss was not a finite number in the very first epoch.</exception>
    /// <exception cref="OperationCanceledException">The MLContext was cancelled, or the token before the first epoch was complete.</exception>
    public TrainingOutcome Train(LabelledRows training, LabelledRows? validation, IChannel channel)
    {
        using var snapshot = new NetworkSnapshot(_network);
        using SyreAdamW optimizer = _recipe.CreateOptimizer(
            _network, message => channel.Warning(MessageSensitivity.None, $"{nameof(_options.Syre)}: {message}"));
        var shuffle = new Random(unchecked((int)SeedSequence.Derive(_recipe.Seed, SeedStream.Shuffle)));
        StopReason reason = StopReason.Completed;
        double trainingLoss = double.NaN;
        int epoch = 0;
        while (epoch < _options.Epochs && reason == StopReason.Completed)
        {
            training.Order.Shuffle(shuffle);
            if (TrainEpoch(epoch, training, optimizer) is not { } loss)
            {
                // Of the epoch that was cut short nothing is kept: without validation the network of the epoch before is the last that was whole.
                reason = StopReason.Cancelled;
                snapshot.Restore();
                break;
            }
            trainingLoss = loss;
            epoch++;
            ValidationResult? result = validation is null ? null : Evaluate(validation);
            if (!double.IsFinite(trainingLoss) || result is { IsFinite: false })
            {
                reason = Diverged(epoch, channel);
                break;
            }
            bool best = _best.Offer(epoch, result);
            if (best)
                snapshot.Update();
            Report(epoch, trainingLoss, result, best, optimizer.LearningRate, channel);
            _watch.EpochDone(epoch, trainingLoss, result?.Error);
            reason = _cancellation.IsRequested ? StopReason.Cancelled
                : epoch - _best.LastImprovement >= _options.EarlyStoppingPatience ? StopReason.EarlyStopped
                : StopReason.Completed;
        }
        if (_best.Epoch > 0 && _best.Epoch < epoch)
            snapshot.Restore();
        _network.eval();
        return new TrainingOutcome(reason, epoch, _best.Epoch, _steps, trainingLoss, _best.Result, _clock.Elapsed);
    }

    /// <summary>One epoch, after which every row of every table has had its pulls. The mean loss; null when it was cancelled on the way.</summary>
    private double? TrainEpoch(int epoch, LabelledRows rows, SyreAdamW optimizer)
    {
        _network.train();
        int batch = Math.Min(_options.BatchSize, rows.Count);
        int batches = rows.Count / batch;
        double allSteps = (double)_options.Epochs * batches;
        var step = new BatchStep(_task, _network, optimizer, _recipe, _options.GradientClipNorm);
        using Tensor lossSum = zeros(1, float32, device: rows.Order.OnDevice.device);
        for (int done = 0; done < batches; done++, _steps++)
        {
            if (_best.Epoch == 0)
                _cancellation.Check();
            _cancellation.CheckContext();
            if (_cancellation.IsRequested)
                return null;
            double progress = (epoch * (double)batches + done) / allSteps;
            optimizer.LearningRate = _recipe.LearningRate * Schedules.Factor(_options.LearningRateSchedule, progress);
            optimizer.WeightDecay = _recipe.WeightDecay * Schedules.Factor(LearningRateSchedule.FlatCosine, progress);
            _network.SetDropout(_recipe.Dropout * Schedules.Factor(LearningRateSchedule.FlatCosine, progress));
            using var scope = NewDisposeScope();
            var (features, targets, weights) = rows.Batch(done * batch, batch);
            lossSum.Add_(step.Run(features, targets, weights));
        }
        optimizer.CatchUp();
        return lossSum.item<float>() / batches;
    }

    private ValidationResult Evaluate(LabelledRows rows)
    {
        _network.eval();
        using var _ = no_grad();
        double loss = 0, error = 0;
        for (int start = 0; start < rows.Count; start += EvaluationRows)
        {
            _cancellation.CheckContext();
            using var scope = NewDisposeScope();
            int count = Math.Min(EvaluationRows, rows.Count - start);
            var (features, targets, weights) = rows.Batch(start, count);
            Tensor outputs = _network.Forward(features);
            loss += count * (double)_task.Loss(outputs, targets, weights, smoothing: 0).item<float>();
            error += count * (double)_task.Error(outputs, targets, weights).item<float>();
        }
        return new ValidationResult(loss / rows.Count, _task.ReportedError(error / rows.Count, _scale));
    }

    private void Report(int epoch, double trainingLoss, ValidationResult? result, bool best, double learningRate, IChannel channel)
    {
        var progress = new TrainingProgress(
            epoch, _options.Epochs, trainingLoss, result?.Loss ?? double.NaN, result?.Error ?? double.NaN, best, learningRate, _clock.Elapsed);
        channel.Trace(MessageSensitivity.None, FormattableString.Invariant($"Epoch {epoch}/{_options.Epochs}: training loss {trainingLoss:g5}") + (
            result is null ? "" : FormattableString.Invariant(
                $", validation loss {result.Loss:g5}, {_task.ErrorName} {result.Error:g5}{(best ? " (best)" : "")}")));
        _options.Progress?.Invoke(progress);
    }

    private StopReason Diverged(int epoch, IChannel channel)
    {
        string remedy = "Lower LearningRate, or set GradientClipNorm" +
            (_options is SyreNetworkOptions { ScaleFeatures: false } ? ", or ScaleFeatures = true." : ".");
        if (_best.Epoch == 0)
            throw new InvalidOperationException($"The loss is not a finite number in epoch {epoch}, and there is no earlier epoch to keep. {remedy}");
        channel.Warning(MessageSensitivity.None, $"The loss is not a finite number in epoch {epoch}; epoch {_best.Epoch} is kept. {remedy}");
        return StopReason.Diverged;
    }
}
