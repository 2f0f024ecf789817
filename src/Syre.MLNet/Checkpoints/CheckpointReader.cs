using Microsoft.ML.Runtime;
using Syre.MLNet.Runtime;
using Syre.MLNet.Training;

namespace Syre.MLNet.Checkpoints;

/// <summary>Lets a training go on from its latest whole checkpoint. First of the listeners: the others see where it stands.</summary>
/// <param name="store">The training's checkpoints.</param>
/// <param name="identity">Tells the training from others.</param>
/// <param name="machine">What its bits depend on beside it.</param>
/// <param name="parts">What changes beside the network.</param>
/// <param name="channel">The log.</param>
internal sealed class CheckpointReader(
    CheckpointStore store, IdentityReader identity, string machine, IReadOnlyList<ICheckpointed> parts, IChannel channel)
    : ITrainingListener
{
    public StopReason Started(TrainingRun run)
    {
        store.Open(identity.Read(run), machine);
        string? from = store.Files().FirstOrDefault(IsOurs);
        if (from is null)
        {
            Begin(run);
            return StopReason.Completed;
        }
        Load(from, run);
        store.Keep(from);
        channel.Info(MessageSensitivity.None, $"Training goes on after epoch {run.State.Epoch}, from the checkpoint '{from}'.");
        return StopReason.Completed;
    }

    public StopReason EpochDone(TrainingRun run, EpochResult epoch) => StopReason.Completed;

    private void Load(string path, TrainingRun run)
    {
        try
        {
            CheckpointFile.Read(path, reader =>
            {
                run.Load(reader);
                foreach (ICheckpointed part in parts)
                    part.Load(reader);
            });
        }
        catch (Exception e) when (e is IOException or InvalidDataException or FormatException)
        {
            // Part of it is in the network by now.
            throw new InvalidOperationException(
                $"The checkpoint '{path}' is whole and of this training, but does not fit it: {e.Message} Delete it to use the one before.",
                e);
        }
    }

    /// <summary>The state before the first epoch is written too: a checkpoint that cannot be is known now, and not after hours.</summary>
    private void Begin(TrainingRun run)
    {
        if (store.Other() is { } other)
        {
            string differences = string.Join(", ", store.Header.Identity.Differences(other.Header.Identity));
            channel.Warning(MessageSensitivity.None,
                $"Training begins at its first epoch. The latest checkpoint of another one, '{other.Path}', after " +
                $"epoch {other.Header.Epoch}, is of other {differences}; it is left as it is.");
        }
        store.Explain(() => store.Save(0, writer => CheckpointWriter.Write(writer, run, parts)));
    }

    private bool IsOurs(string path)
    {
        CheckpointHeader? header = null;
        if (CheckpointStore.Try(() => header = CheckpointFile.ReadHeader(path)) is { } e)
        {
            throw new InvalidOperationException(
                $"The checkpoint '{path}' is there but cannot be read: {e.Message} Make it readable, or delete it to use the one before.",
                e);
        }

        bool isOurs = header?.Identity.Hash == store.Header.Identity.Hash;
        string? remark =
            header is null ? "is cut short or damaged. The one before it is used, or training begins anew"
            : !isOurs ? "is of another training than its name says, and is not used"
            : header.Machine != store.Header.Machine
            ? $"was written with {header.Machine}; training goes on with {store.Header.Machine}: the model may differ in its last digits"
            : null;
        if (remark is not null)
            channel.Warning(MessageSensitivity.None, $"The checkpoint '{path}' {remark}.");
        return isOurs;
    }
}
