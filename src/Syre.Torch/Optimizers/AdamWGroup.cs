using Syre.Torch.Parameters;
using static TorchSharp.torch.optim;

namespace Syre.Torch.Optimizers;

/// <summary>A parameter group of AdamW; schedulers that cycle momentum set β1.</summary>
internal sealed class AdamWGroup(SyreParameterGroup description, double learningRate, double weightDecay, double beta1, double beta2)
    : ParameterGroupState(description, learningRate, weightDecay), IBetas
{
    public (double, double) Betas { get; set; } = (beta1, beta2);

    public override double[] Coefficients
    {
        get => [Betas.Item1, Betas.Item2];
        set => Betas = (value[0], value[1]);
    }
}
