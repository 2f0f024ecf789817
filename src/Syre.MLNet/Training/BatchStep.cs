using Syre.MLNet.Inputs;
using Syre.MLNet.Networks;
using Syre.MLNet.Objectives;
using Syre.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.MLNet.Training;

/// <summary>
/// One step of training. Of the weights that sparse rows read, only the batch's rows are updated, whatever the size of the
/// table: the optimizer makes up for the pulls that they have missed before they are read, and
/// <see cref="SyreOptimizer.CatchUp()"/> for those of all others.
/// </summary>
internal sealed class BatchStep(Objective objective, ScoringNetwork network, SyreAdamW optimizer, SyreTrainerOptions options)
{
    /// <summary>Trains on a batch; its loss, which the caller's dispose scope owns.</summary>
    public Tensor Run(in Batch inputs, in LabelledBatch labels)
    {
        optimizer.zero_grad();
        foreach (InputTable table in network.Tables)
        {
            if (inputs[table.Input].Indices is not null && network.Read(inputs, table.Input).Indices is { } read)
                optimizer.CatchUp(table.Weights, read);
        }

        Tensor loss = objective.Loss(network.Judged(inputs), labels, options.LabelSmoothing);
        loss.backward();
        if (options.Syre.Coupled)
            MakeDense(network.Tables);
        if (options.GradientClipNorm is { } norm)
            optimizer.ClipGradientNorm(norm);
        optimizer.step();
        return loss.detach();
    }

    /// <summary>For a coupled pull, which is a gradient of every row.</summary>
    private static void MakeDense(IReadOnlyList<InputTable> tables)
    {
        foreach (Parameter weights in tables.Select(table => table.Weights))
        {
            if (weights.grad is { is_sparse: true } gradient)
                weights.grad = gradient.to_dense();
        }
    }
}
