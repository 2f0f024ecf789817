using System.Diagnostics;
using Syre.MLNet.Networks;
using Syre.MLNet.Runtime;
using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.MLNet.Training;

/// <summary>A training under way: the network, its best state so far, the optimizer, and where it stands.</summary>
internal sealed class TrainingRun : ICheckpointed, IDisposable
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _before;

    /// <param name="network">The network, initialised.</param>
    /// <param name="optimizer">The optimizer; owned from now on.</param>
    public TrainingRun(ScoringNetwork network, SyreAdamW optimizer)
    {
        (Network, Optimizer) = (network, optimizer);
        Best = new NetworkSnapshot(network);
    }

    /// <summary>The network.</summary>
    public ScoringNetwork Network { get; }

    /// <summary>The optimizer.</summary>
    public SyreAdamW Optimizer { get; }

    /// <summary>The network of the best epoch so far.</summary>
    public NetworkSnapshot Best { get; }

    /// <summary>Where it stands.</summary>
    public TrainingState State { get; private set; } = TrainingState.Begin;

    /// <summary>Time since training began, without pauses between processes.</summary>
    public TimeSpan Elapsed => _before + _clock.Elapsed;

    /// <summary>An epoch is done.</summary>
    public void Advance(int epoch, long steps, double trainingLoss, BestEpoch best) =>
        State = new(epoch, steps, trainingLoss, best, Elapsed);

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        (State with { Elapsed = Elapsed }).Write(writer);
        foreach (Tensor tensor in Tensors)
            TensorState.Write(writer, tensor);
        if (State.Best.Epoch != State.Epoch)
            Best.Save(writer);
        writer.Flush();
        Optimizer.SaveState(writer.BaseStream);
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        State = TrainingState.Read(reader);
        foreach (Tensor tensor in Tensors)
            TensorState.Read(reader, tensor);
        if (State.Best.Epoch == State.Epoch)
            Best.Update();
        else
            Best.Load(reader);
        Optimizer.LoadState(reader.BaseStream);
        _before = State.Elapsed;
        _clock.Restart();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Best.Dispose();
        Optimizer.Dispose();
    }

    private IEnumerable<Tensor> Tensors => Network.parameters().Concat(Network.buffers());
}
