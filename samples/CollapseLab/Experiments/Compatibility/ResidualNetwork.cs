using CollapseLab.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CollapseLab.Experiments.Compatibility;

/// <summary>
/// A small residual network (He et al. 2016) for one channel: a convolution that halves the resolution, and three blocks of growing width.
/// </summary>
internal sealed class ResidualNetwork : ImageClassifier
{
    private readonly Sequential _features;
    private readonly Linear _classes;

    /// <param name="classes">Number of classes.</param>
    /// <param name="channels">Channels of the first block; the others have twice and four times as many at half and a quarter the
    /// resolution.</param>
    public ResidualNetwork(int classes, int channels)
        : base(nameof(ResidualNetwork))
    {
        _features = nn.Sequential(
            nn.Conv2d(1, channels, 3, stride: 2, padding: 1, bias: false), nn.BatchNorm2d(channels), nn.ReLU(),
            new ResidualBlock(channels, channels, stride: 1),
            new ResidualBlock(channels, 2 * channels, stride: 2),
            new ResidualBlock(2 * channels, 4 * channels, stride: 2),
            nn.AdaptiveAvgPool2d(1), nn.Flatten());
        _classes = nn.Linear(4 * channels, classes);
        register_module("features", _features);
        register_module(LastLayer, _classes);
    }

    public override Tensor Features(Tensor images) => _features.call(images);

    public override Tensor Classify(Tensor features) => _classes.call(features);
}
