using Syre.Torch.Parameters;
using static TorchSharp.torch.optim;

namespace Syre.Torch.Optimizers;

/// <summary>A parameter group of gradient descent; schedulers that cycle momentum set it.</summary>
internal sealed class SgdGroup(SyreParameterGroup description, double learningRate, double weightDecay, double momentum)
    : ParameterGroupState(description, learningRate, weightDecay), IMomentum
{
    public double Momentum { get; set; } = momentum;

    public override double[] Coefficients
    {
        get => [Momentum];
        set => Momentum = value[0];
    }
}
