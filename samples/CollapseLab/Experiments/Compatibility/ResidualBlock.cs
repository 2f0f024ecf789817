using Syre.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CollapseLab.Experiments.Compatibility;

/// <summary>Two convolutions with batch norms, added to the input; where the shape changes, to a 1 × 1 convolution of it.</summary>
internal sealed class ResidualBlock : nn.Module<Tensor, Tensor>
{
    private readonly Sequential _branch;
    private readonly Sequential? _shortcut;

    public ResidualBlock(int inputs, int outputs, int stride)
        : base(nameof(ResidualBlock))
    {
        _branch = nn.Sequential(
            nn.Conv2d(inputs, outputs, 3, stride: stride, padding: 1, bias: false), nn.BatchNorm2d(outputs), nn.ReLU(),
            nn.Conv2d(outputs, outputs, 3, padding: 1, bias: false), nn.BatchNorm2d(outputs));
        register_module("branch", _branch);
        if (inputs == outputs && stride == 1)
            return;
        _shortcut = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride: stride, bias: false), nn.BatchNorm2d(outputs));
        register_module("shortcut", _shortcut);
    }

    /// <summary><c>[rows, outputs, height/stride, width/stride]</c>.</summary>
    /// <param name="input"><c>[rows, inputs, height, width]</c>.</param>
    public override Tensor forward(Tensor input) =>
        nn.functional.relu(_branch.call(input).Add(_shortcut?.call(input) ?? input));
}
