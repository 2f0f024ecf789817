using Syre.Torch.Numbers;
using static TorchSharp.torch;

namespace Syre.Torch.Diagnostics.Measures;

/// <summary>What a network leaves unexplained of its labels.</summary>
internal static class Residuals
{
    /// <summary>
    /// The labels and label minus prediction, both <c>[rows, outputs]</c> in double: one-hot − softmax for classes, class − sigmoid for one
    /// logit, y − output for numbers. Null without labels for every row.
    /// </summary>
    /// <param name="batch">The rows.</param>
    /// <param name="smoothing">Mass that the training moved from the true class to all alike; so are the labels here.</param>
    public static (Tensor Labels, Tensor Left)? Measure(Observation batch, double smoothing)
    {
        if (batch.Targets is null || batch.Outputs.dim() != 2 || batch.Targets.shape[0] != batch.Outputs.shape[0])
            return null;
        Tensor outputs = Host.InDouble(batch.Outputs);
        if (IsClasses(batch.Targets))
        {
            Tensor classes = batch.Targets.detach().cpu().reshape(-1);
            long count = outputs.shape[1];
            Tensor labels = count == 1
                ? Smoothed(classes.to(ScalarType.Float64).unsqueeze(1), smoothing, 2)
                : Smoothed(nn.functional.one_hot(classes, count).to(ScalarType.Float64), smoothing, count);
            return (labels, labels - (count == 1 ? outputs.sigmoid() : outputs.softmax(1)));
        }
        Tensor targets = Host.InDouble(batch.Targets);
        return targets.numel() == outputs.numel() && targets.reshape(outputs.shape) is var values ? (values, values - outputs) : null;
    }

    private static Tensor Smoothed(Tensor labels, double smoothing, long classes) => labels.Mul(1 - smoothing).Add(smoothing / classes);

    public static bool IsClasses(Tensor targets) => targets.dtype == ScalarType.Int64;
}
