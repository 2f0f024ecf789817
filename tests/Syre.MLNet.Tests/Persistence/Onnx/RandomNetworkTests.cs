using CsCheck;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Syre.MLNet.Tests.Persistence;

[TestClass]
public sealed class RandomNetworkTests
{
    private static readonly Func<Module<Tensor, Tensor>>[] s_activations =
    [
        () => ReLU(), () => ReLU6(), () => LeakyReLU(0.1), () => PReLU(1), () => ELU(0.7), () => CELU(1.5), () => SELU(), () => GELU(),
        () => GELU(TorchSharp.Modules.GELU.Approximate.tanh), () => SiLU(), () => Mish(), () => Softplus(2, 3), () => Softsign(),
        () => Tanh(), () => Tanhshrink(), () => Sigmoid(), () => LogSigmoid(), () => Hardsigmoid(), () => Hardswish(),
        () => Hardtanh(-2, 1.5, inplace: true),
        () => Softmax(1), () => Softmin(-1), () => LogSoftmax(1), () => Dropout(0.3), () => Identity(),
    ];

    [TestMethod]
    public void TheGraphEqualsTheNetwork() =>
        Gen.Select(Gen.Int[1, 12], Gen.Select(Gen.Int[0, 99], Gen.Int[1, 6]).Array[0, 8]).Sample(
            (features, steps) =>
            {
                using var scope = NewDisposeScope();
                using var network = Network(features, steps).Scrambled();
                using var inDouble = Network(features, steps).Scrambled().to(ScalarType.Float64);
                Parity.AssertSame(network, inDouble, features);
            },
            iter: 60,
            threads: 1);

    /// <summary>
    /// A network from rows of features; each step is a kind of layer and a size, and means what the shape at that place allows.
    /// </summary>
    private static Module<Tensor, Tensor> Network(int features, (int Kind, int Size)[] steps)
    {
        var layers = new List<Module<Tensor, Tensor>>();
        long channels = features;
        long? length = null;
        foreach ((int kind, int size) in steps)
        {
            switch (kind % 8)
            {
                case 0 when length is null:
                    layers.Add(Linear(channels, size * 2, hasBias: kind < 50));
                    channels = size * 2;
                    break;
                case 0 or 1 when length is { } l:
                    layers.Add(Conv1d(channels, size, Math.Min(3, l), padding: Padding.Same));
                    channels = size;
                    break;
                case 1:
                    layers.Add(kind < 50 ? LayerNorm(channels) : BatchNorm1d(channels, affine: size > 3));
                    break;
                case 2 when length is null && channels % 2 == 0:
                    layers.Add(Unflatten(1, [2, channels / 2]));
                    (channels, length) = (2, channels / 2);
                    break;
                case 2 when length is not null:
                    layers.Add(kind < 50 ? GroupNorm(1, channels) : BatchNorm1d(channels));
                    break;
                case 3 when length >= 2:
                    layers.Add(kind < 50 ? MaxPool1d(2) : AvgPool1d(2));
                    length /= 2;
                    break;
                case 4 when length is { } l:
                    layers.Add(Flatten());
                    (channels, length) = (channels * l, null);
                    break;
                case 5:
                    layers.Add(PReLU(channels));
                    break;
                default:
                    layers.Add(Sequential(s_activations[kind % s_activations.Length](), Identity()));
                    break;
            }
        }
        return Sequential(layers.ToArray());
    }
}
