using Microsoft.ML.Runtime;
using Syre.MLNet.Runtime;
using Syre.MLNet.Training;

namespace Syre.MLNet.Checkpoints;

/// <summary>Writes a checkpoint between epochs. The last of the listeners, so that it has what the others have noted.</summary>
/// <param name="store">The training's checkpoints, open.</param>
/// <param name="recipe">How often, and how many epochs there are.</param>
/// <param name="parts">What changes beside the network.</param>
/// <param name="channel">The log.</param>
internal sealed class CheckpointWriter(
    CheckpointStore store, TrainingRecipe recipe, IReadOnlyList<ICheckpointed> parts, IChannel channel) : ITrainingListener
{
    /// <inheritdoc/>
    /// <remarks>A full disk ends no training.</remarks>
    public StopReason EpochDone(TrainingRun run, EpochResult epoch)
    {
        if (epoch.Epoch % recipe.Options.CheckpointEvery != 0 && epoch.Epoch != recipe.Plan.Epochs)
            return StopReason.Completed;
        if (CheckpointStore.Try(() => store.Save(epoch.Epoch, writer => Write(writer, run, parts))) is { } e)
        {
            channel.Warning(MessageSensitivity.None,
                $"The checkpoint of epoch {epoch.Epoch} cannot be written: {e.Message} Training goes on; the checkpoint before stays.");
        }

        return StopReason.Completed;
    }

    /// <summary>Writes all state.</summary>
    public static void Write(BinaryWriter writer, TrainingRun run, IReadOnlyList<ICheckpointed> parts)
    {
        run.Save(writer);
        foreach (ICheckpointed part in parts)
            part.Save(writer);
    }
}
