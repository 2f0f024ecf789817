using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.Studies.Thresholds;

/// <summary>A multi-layer perceptron with its linear layers at hand.</summary>
internal sealed class Mlp : IDisposable
{
    /// <summary>Makes it with initial weights from a generator of its own.</summary>
    /// <param name="shape">The hidden layers.</param>
    /// <param name="inputs">Features.</param>
    /// <param name="outputs">Classes, or 1.</param>
    /// <param name="seed">The generator's seed.</param>
    /// <param name="isWide">He's normal weights and biases of 0, in place of PyTorch's uniform ones, which are narrower by 2.4.</param>
    public Mlp(NetworkShape shape, long inputs, long outputs, int seed, bool isWide = false)
    {
        using var generator = new Generator((ulong)seed);
        var modules = new List<(string, nn.Module<Tensor, Tensor>)>();
        var layers = new List<Linear>();
        for (int i = 0; i <= shape.Depth; i++)
        {
            Linear layer = nn.Linear(i == 0 ? inputs : shape.Width, i == shape.Depth ? outputs : shape.Width);
            Initialise(layer, generator, isWide);
            layers.Add(layer);
            modules.Add((i == shape.Depth ? "output" : $"linear{i + 1}", layer));
            if (i < shape.Depth)
                modules.Add(($"{shape.Activation}{i + 1}", Activation(shape.Activation)));
        }
        (Shape, Layers, Network) = (shape, layers, nn.Sequential(modules));
    }

    public NetworkShape Shape { get; }

    /// <summary>The linear layers, the output last.</summary>
    public IReadOnlyList<Linear> Layers { get; }

    public Sequential Network { get; }

    public bool IsFinite()
    {
        using var scope = NewDisposeScope();
        return Network.parameters().All(parameter => parameter.isfinite().all().item<bool>());
    }

    public void Dispose() => Network.Dispose();

    private static void Initialise(Linear layer, Generator generator, bool isWide)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        long inputs = layer.weight.shape[1];
        layer.weight.copy_(isWide
            ? randn(layer.weight.shape, generator: generator) * Math.Sqrt(2.0 / inputs)
            : Uniform(layer.weight.shape));
        layer.bias!.copy_(isWide ? zeros_like(layer.bias) : Uniform(layer.bias.shape));

        Tensor Uniform(long[] shape) => (rand(shape, generator: generator) * 2 - 1) / Math.Sqrt(inputs);
    }

    private static nn.Module<Tensor, Tensor> Activation(string name) => name switch
    {
        "relu" => nn.ReLU(),
        "tanh" => nn.Tanh(),
        "selu" => nn.SELU(),
        _ => nn.GELU(),
    };
}
