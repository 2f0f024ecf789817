using CollapseLab.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CollapseLab.Experiments.Attention;

/// <summary>A small vision transformer (Dosovitskiy et al. 2021) over 4 × 4 patches, its tokens averaged before the classes.</summary>
internal sealed class VisionTransformer : ImageClassifier
{
    private const int PatchesASide = 4, Tokens = PatchesASide * PatchesASide;
    private readonly int _patch;
    private readonly Linear _embed, _classes;
    private readonly Parameter _positions;
    private readonly TransformerBlock[] _blocks;
    private readonly LayerNorm _norm;

    /// <param name="side">Pixels of a side, a multiple of 4.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="width">Width of a token, a multiple of <paramref name="heads"/>.</param>
    /// <param name="blocks">Number of blocks.</param>
    /// <param name="heads">Heads of a block.</param>
    public VisionTransformer(int side, int classes, int width, int blocks, int heads)
        : base(nameof(VisionTransformer))
    {
        if (side % PatchesASide != 0)
            throw new ArgumentException($"An image has sides of {side} pixels; expected a multiple of {PatchesASide}.", nameof(side));
        _patch = side / PatchesASide;
        _embed = nn.Linear(_patch * _patch, width);
        _positions = new Parameter(randn(Tokens, width).mul(tensor(0.02f)));
        _blocks = [.. Enumerable.Range(0, blocks).Select(_ => new TransformerBlock(width, heads))];
        _norm = nn.LayerNorm(width);
        _classes = nn.Linear(width, classes);
        register_module("embed", _embed);
        register_parameter("positions", _positions);
        for (int block = 0; block < blocks; block++)
            register_module($"block{block}", _blocks[block]);
        register_module("norm", _norm);
        register_module(LastLayer, _classes);
    }

    public IReadOnlyList<TransformerBlock> Blocks => _blocks;

    public override Tensor Features(Tensor images)
    {
        Tensor patches = images.view(-1, PatchesASide, _patch, PatchesASide, _patch).permute(0, 1, 3, 2, 4)
            .reshape(-1, Tokens, _patch * _patch);
        Tensor tokens = _embed.call(patches).add(_positions, Syre.Torch.HeldScalar.One);
        foreach (TransformerBlock block in _blocks)
            tokens = block.call(tokens);
        return _norm.call(tokens).mean([1]);
    }

    public override Tensor Classify(Tensor features) => _classes.call(features);
}
