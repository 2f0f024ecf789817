using Syre.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CollapseLab.Experiments.Attention;

/// <summary>
/// Self-attention and two layers, each on a normalised copy and added. Query and key are matrices of their own: QᵀK is all that the loss
/// sees of them, so that it does not change when both are rotated.
/// </summary>
internal sealed class TransformerBlock : nn.Module<Tensor, Tensor>
{
    private readonly Linear _query, _key, _value, _out;
    private readonly LayerNorm _attentionNorm, _layersNorm;
    private readonly Sequential _layers;
    private readonly int _heads;

    /// <param name="width">Width of a token, a multiple of <paramref name="heads"/>.</param>
    /// <param name="heads">Number of heads.</param>
    public TransformerBlock(int width, int heads)
        : base(nameof(TransformerBlock))
    {
        _heads = heads;
        (_query, _key) = (nn.Linear(width, width), nn.Linear(width, width));
        (_value, _out) = (nn.Linear(width, width), nn.Linear(width, width));
        (_attentionNorm, _layersNorm) = (nn.LayerNorm(width), nn.LayerNorm(width));
        _layers = nn.Sequential(nn.Linear(width, 2 * width), nn.ReLU(), nn.Linear(2 * width, width));
        register_module("query", _query);
        register_module("key", _key);
        register_module("value", _value);
        register_module("out", _out);
        register_module("attention_norm", _attentionNorm);
        register_module("layers_norm", _layersNorm);
        register_module("layers", _layers);
    }

    /// <summary>Tokens of the same shape.</summary>
    /// <param name="input"><c>[rows, tokens, width]</c>.</param>
    public override Tensor forward(Tensor input)
    {
        long rows = input.shape[0], tokens = input.shape[1], width = input.shape[2];
        Tensor normed = _attentionNorm.call(input);
        Tensor query = Heads(_query), key = Heads(_key), value = Heads(_value);
        Tensor weights = query.matmul(key.transpose(-2, -1)).Div(Math.Sqrt((double)width / _heads)).softmax(-1);
        Tensor mixed = _out.call(weights.matmul(value).transpose(1, 2).reshape(rows, tokens, width)).Add(input);
        return _layers.call(_layersNorm.call(mixed)).Add(mixed);

        Tensor Heads(Linear linear) => linear.call(normed).view(rows, tokens, _heads, width / _heads).transpose(1, 2);
    }

    /// <summary>W_Qᵀ·W_K of each head, <c>[width, width]</c> each, of rank width/heads at most; for the current dispose scope.</summary>
    public IReadOnlyList<Tensor> Products()
    {
        long size = _query.weight!.shape[0] / _heads;
        return [.. Enumerable.Range(0, _heads).Select(head =>
            _query.weight.narrow(0, head * size, size).t().matmul(_key.weight!.narrow(0, head * size, size)))];
    }
}
