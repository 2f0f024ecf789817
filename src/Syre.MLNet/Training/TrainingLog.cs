using Microsoft.ML.Runtime;
using Syre.MLNet.Objectives;

namespace Syre.MLNet.Training;

/// <summary>Tells the log of the MLContext and the user's callback of every epoch.</summary>
internal sealed class TrainingLog(Objective objective, TrainingRecipe recipe, IChannel channel) : ITrainingListener
{
    /// <summary>So often, at most, a console's log hears how long it will still take.</summary>
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(2);

    private TimeSpan _told;

    /// <inheritdoc/>
    public StopReason EpochDone(TrainingRun run, EpochResult epoch)
    {
        channel.Trace(MessageSensitivity.None,
            FormattableString.Invariant($"Epoch {epoch.Epoch}/{recipe.Plan.Epochs}: training loss {epoch.TrainingLoss:g5}") + (
            epoch.Validation is not { } result ? "" : FormattableString.Invariant(
                $", validation loss {result.Loss:g5}, {objective.ErrorName} {result.Error:g5}{(epoch.IsBest ? " (best)" : "")}")));
        if (run.Elapsed - _told >= s_interval)
        {
            _told = run.Elapsed;
            TimeSpan left = run.Elapsed / epoch.Epoch * (recipe.Plan.Epochs - epoch.Epoch);
            channel.Info(MessageSensitivity.None, FormattableString.Invariant(
                $"{epoch.Epoch} of {recipe.Plan.Epochs} epochs in {_told.TotalSeconds:f0} s; at most {left.TotalSeconds:f0} s left."));
        }
        recipe.Options.Progress?.Invoke(new TrainingProgress(
            epoch.Epoch, recipe.Plan.Epochs, epoch.TrainingLoss, epoch.Validation?.Loss ?? double.NaN,
            epoch.Validation?.Error ?? double.NaN, epoch.IsBest, epoch.LearningRate, run.Elapsed));
        return StopReason.Completed;
    }
}
