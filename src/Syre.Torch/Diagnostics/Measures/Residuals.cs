using Syre.Torch.Numbers;
using static TorchSharp.torch;

namespace Syre.Torch.Diagnostics.Measures;

/// <summary>What a network leaves unexplained of its labels.</summary>
internal static class Residuals
{
    /// <summary>
    /// Label minus prediction, <c>[rows, outputs]</c> in double: one-hot − softmax for classes, class − sigmoid for one logit, y − output
    /// for numbers. Null without labels for every row.
    /// </summary>
    public static Tensor? Measure(Observation batch)
    {
        if (batch.Targets is null || batch.Outputs.dim() != 2 || batch.Targets.shape[0] != batch.Outputs.shape[0])
            return null;
        Tensor outputs = Host.InDouble(batch.Outputs);
        if (IsClasses(batch.Targets))
        {
            Tensor classes = batch.Targets.detach().cpu().reshape(-1);
            return outputs.shape[1] == 1
                ? classes.to(ScalarType.Float64).unsqueeze(1) - outputs.sigmoid()
                : nn.functional.one_hot(classes, outputs.shape[1]).to(ScalarType.Float64) - outputs.softmax(1);
        }
        Tensor targets = Host.InDouble(batch.Targets);
        return targets.numel() == outputs.numel() ? targets.reshape(outputs.shape) - outputs : null;
    }

    public static bool IsClasses(Tensor targets) => targets.dtype == ScalarType.Int64;
}
