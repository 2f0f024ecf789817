using Syre.MLNet.Export;
using static TorchSharp.torch;

namespace Syre.MLNet.Networks.Stages;

/// <summary>
/// x·tanh(softplus(x)), arXiv 1908.08681. TorchSharp's own makes two scalars in its softplus that nobody holds
/// (<see cref="Syre.Torch.HeldScalar"/>); softplus(x) is −log σ(−x), which takes no number, and tanh is odd: with n = −x,
/// the value is n·tanh(log σ(n)).
/// </summary>
internal sealed class Mish() : ExplicitModule(nameof(Mish)), IOnnxExportable
{
    public override Tensor forward(Tensor input)
    {
        Tensor negated = input.neg();
        return negated.mul(negated.log_sigmoid().tanh());
    }

    public string ToOnnx(OnnxExportContext context, string input) => ActivationConverters.AddMish(context, input);
}
