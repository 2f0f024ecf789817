using Syre.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CollapseLab.Experiments.Contrastive;

/// <summary>SimCLR's two parts (Chen et al. 2020): a small convolutional encoder, and a head of two layers on it.</summary>
internal sealed class ContrastiveNetwork : nn.Module
{
    private const int Channels = 16;
    private readonly Sequential _encoder, _head;

    /// <param name="features">Width of the encoder's output and of the head's hidden layer.</param>
    /// <param name="outputs">Width of the head's output.</param>
    public ContrastiveNetwork(int features, int outputs)
        : base(nameof(ContrastiveNetwork))
    {
        _encoder = nn.Sequential(
            nn.Conv2d(1, Channels, 3, stride: 2, padding: 1), nn.ReLU(),
            nn.Conv2d(Channels, 2 * Channels, 3, stride: 2, padding: 1), nn.ReLU(),
            nn.Conv2d(2 * Channels, features, 3, stride: 2, padding: 1), nn.ReLU(),
            nn.AdaptiveAvgPool2d(1), nn.Flatten());
        _head = nn.Sequential(nn.Linear(features, features), nn.ReLU(), nn.Linear(features, outputs));
        register_module("encoder", _encoder);
        register_module("head", _head);
    }

    /// <summary>Whether a parameter of this name is the head's.</summary>
    public static bool IsHead(string name) => name.StartsWith("head", StringComparison.Ordinal);

    /// <summary>The encoder's output, the penultimate representation: <c>[rows, features]</c>.</summary>
    /// <param name="images"><c>[rows, 1, side, side]</c> in [0, 1].</param>
    public Tensor Encode(Tensor images) => _encoder.call(images);

    /// <summary>The head's output, the last representation: <c>[rows, outputs]</c>.</summary>
    /// <param name="features">What <see cref="Encode"/> gave.</param>
    public Tensor Project(Tensor features) => _head.call(features);

    /// <summary>The NT-Xent loss: each image's other view is to be told from all other images.</summary>
    /// <param name="projections"><c>[2n, outputs]</c>; rows i and n + i are views of one image.</param>
    /// <param name="temperature">Above 0.</param>
    public static Tensor Loss(Tensor projections, double temperature)
    {
        long rows = projections.shape[0];
        Tensor units = projections / projections.Square().sum(1, keepdim: true).Add(1e-12).sqrt();
        using Tensor self = eye(rows, dtype: ScalarType.Bool);
        Tensor similarities = units.matmul(units.t()).Div(temperature).where(self.logical_not(), tensor(-1e9f));
        using Tensor others = TensorNumbers.Range(0, rows, CPU).roll(rows / 2);
        return nn.functional.cross_entropy(similarities, others);
    }
}
