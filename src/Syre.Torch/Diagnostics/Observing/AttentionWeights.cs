using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.Torch.Diagnostics.Observing;

/// <summary>Multi-head attention as a whole: it reads its query and writes its output, and no unit can be followed through it.</summary>
internal sealed class AttentionWeights(string name, MultiheadAttention attention) : WeightModule(name, attention)
{
    public override bool HasUnits => false;

    public override Tensor Incoming() => throw new NotSupportedException("Attention has no units to follow.");

    public override Tensor Writing() => attention.get_parameter("out_proj.weight")!.detach();

    public override Tensor Outgoing(int size) => Incoming();

    public override Tensor? Bias() => null;

    /// <remarks>As PyTorch: Xavier for the projections of query, key and value, biases 0.</remarks>
    public override void Randomise(Generator generator)
    {
        foreach ((string parameterName, Parameter parameter) in attention.named_parameters())
        {
            if (parameter.dim() < 2)
            {
                parameter.zero_();
            }
            else
            {
                Draw(parameter, parameterName.Contains("out_proj", StringComparison.Ordinal)
                    ? 1 / Math.Sqrt(parameter.shape[1])
                    : Math.Sqrt(6.0 / (parameter.shape[0] + parameter.shape[1])), generator);
            }
        }
    }

    public override IEnumerable<Action> Hook(Func<Tensor, Tensor> read, Func<Tensor, Tensor> written)
    {
        yield return attention.register_forward_pre_hook((_, query, key, value, mask, weights, attentionMask) =>
            (read(query), key, value, mask, weights, attentionMask)).remove;
        yield return attention.register_forward_hook(
            (_, _, _, _, _, _, _, output) => Tuple.Create(written(output.Item1), output.Item2)).remove;
    }
}
