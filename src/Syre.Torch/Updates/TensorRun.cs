using Syre.Cpu;
using static TorchSharp.torch;

namespace Syre.Torch.Updates;

/// <summary>Neighbouring parameters as flat tensors of equal length, with everything an update reads and writes.</summary>
/// <param name="Weight">φ, updated in place.</param>
/// <param name="Gradient">The gradient, a copy that the update may overwrite; empty for a rule that does not read it.</param>
/// <param name="First">The update rule's first state vector, or null.</param>
/// <param name="Second">The update rule's second state vector, or null.</param>
/// <param name="Bias">θ0, or null where nothing random pulls.</param>
/// <param name="Anisotropy">ξ = D − 1, or null where D = 1.</param>
internal readonly record struct TensorRun(Tensor Weight, Tensor Gradient, Tensor? First, Tensor? Second, Tensor? Bias, Tensor? Anisotropy)
{
    /// <summary>Applies the pull, to the gradient if it is coupled and to the weight otherwise.</summary>
    public void Apply(PullKind pull, bool coupled, double learningRate, double weightDecay)
    {
        if (pull == PullKind.None)
            return;
        Tensor difference = pull == PullKind.Plain ? Weight.clone() : Weight.sub(Bias!);
        if (pull == PullKind.Anisotropic)
            difference.AddCMul_(difference, Anisotropy!, 1);
        if (coupled)
            Gradient.Add_(difference, weightDecay);
        else
            Weight.Add_(difference, -learningRate * weightDecay);
    }
}
