using Syre.MLNet.Inputs;
using Syre.MLNet.Networks;
using Syre.MLNet.Tasks;
using Syre.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.MLNet.Training;

/// <summary>
/// One step of training. Of the weights that sparse rows read, only the batch's rows are updated, whatever the size of the table: the optimizer makes up for
/// the pulls that they have missed before they are read, and <see cref="SyreOptimizer.CatchUp()"/> for those of all others.
/// </summary>
internal sealed class BatchStep(PredictionTask task, ScoringNetwork network, SyreAdamW optimizer, TrainingRecipe recipe, double? largestNorm)
{
    /// <summary>Trains on a batch; its loss, which the caller's dispose scope owns.</summary>
    public Tensor Run(in FeatureRows features, Tensor targets, Tensor? weights)
    {
        optimizer.zero_grad();
        if (features.Indices is { } read)
            foreach (Parameter table in network.Tables)
                optimizer.CatchUp(table, read);
        Tensor loss = task.Loss(network.Forward(features), targets, weights, recipe.LabelSmoothing);
        loss.backward();
        if (recipe.Syre.Coupled)
            MakeDense(network.Tables);
        if (largestNorm is { } norm)
            optimizer.ClipGradientNorm(norm);
        optimizer.step();
        return loss.detach();
    }

    /// <summary>For a coupled pull, which is a gradient of every row.</summary>
    private static void MakeDense(IReadOnlyList<Parameter> tables)
    {
        foreach (Parameter table in tables)
            if (table.grad is { is_sparse: true } gradient)
                table.grad = gradient.to_dense();
    }
}
