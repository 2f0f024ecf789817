using Syre.Torch.Numbers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.Torch;

/// <summary>
/// Takes units out of a network of linear layers with functions between them: see <see cref="UnitCompaction"/>.
/// </summary>
/// <remarks>
/// The network is a <see cref="Sequential"/> of <see cref="Linear"/> in single precision, <c>ReLU</c>, <c>SELU</c>, <c>GELU</c>,
/// <c>SiLU</c>, <c>Tanh</c>, <c>Sigmoid</c>, <c>Identity</c> and <c>Dropout</c>, the last module a <see cref="Linear"/>; TorchSharp's
/// <c>Mish</c> makes numbers that it does not hold (<see cref="HeldScalar"/>). It stays as it is. The new network has the same modules
/// under the same names, on the same device, in evaluation mode.
/// </remarks>
public static class SequentialCompaction
{
    /// <summary>Takes out what can go for all inputs within bounds.</summary>
    /// <param name="network">The network.</param>
    /// <param name="lowest">The least value of each input.</param>
    /// <param name="largest">The largest value of each input.</param>
    /// <param name="compaction">What was taken out.</param>
    /// <param name="tolerance">How far outputs may move beyond rounding: 0 (default) or above.</param>
    /// <returns>A new network; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">The network has another module, or the bounds do not fit it.</exception>
    public static Sequential Compact(
        Sequential network, IReadOnlyList<double> lowest, IReadOnlyList<double> largest, out CompactedUnits compaction,
        double tolerance = 0)
    {
        ArgumentNullException.ThrowIfNull(network);
        compaction = UnitCompaction.Prove(Layers(network), lowest, largest, tolerance);
        return Create(network, compaction.Layers);
    }

    /// <summary>Takes out what can go for some rows.</summary>
    /// <param name="network">The network.</param>
    /// <param name="rows">The rows, <c>[rows, inputs]</c>.</param>
    /// <param name="tolerance">How far outputs on these rows may move: 0 or above.</param>
    /// <param name="compaction">What was taken out.</param>
    /// <returns>A new network; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">The network has another module, or the rows do not fit it.</exception>
    public static Sequential Compact(Sequential network, Tensor rows, double tolerance, out CompactedUnits compaction)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(rows);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        IReadOnlyList<UnitLayer> layers = Layers(network);
        // Up to the function of the first layer, without dropout.
        Tensor values = rows;
        int first = Modules(network).Index().First(module => module.Item is Linear).Index;
        foreach (nn.Module<Tensor, Tensor> module in Modules(network).TakeWhile((module, at) => module is not Linear || at == first))
            values = module is Dropout ? values : module.forward(values);
        compaction = UnitCompaction.Measure(layers, values, tolerance);
        return Create(network, compaction.Layers);
    }

    private static IEnumerable<nn.Module<Tensor, Tensor>> Modules(Sequential network) =>
        network.named_children().Select(child => child.module as nn.Module<Tensor, Tensor> ?? throw Unknown(child.name, child.module));

    private static IReadOnlyList<UnitLayer> Layers(Sequential network)
    {
        List<UnitLayer> layers = [];
        bool isOpen = false;
        foreach ((string name, nn.Module module) in network.named_children())
        {
            if (module is Linear linear)
            {
                layers.Add(Layer(name, linear));
                isOpen = true;
            }
            else if (module is not Dropout and not Identity)
            {
                UnitActivation activation = Activation(name, module);
                if (!isOpen)
                    throw Unknown(name, module);
                layers[^1] = layers[^1] with { Activation = activation };
                isOpen = false;
            }
        }
        return layers.Count > 0 && isOpen && network.children().Last() is Linear
            ? layers
            : throw new ArgumentException("The network's last module must be a Linear.", nameof(network));
    }

    private static UnitLayer Layer(string name, Linear linear)
    {
        Tensor weight = linear.weight!;
        if (weight.dtype != ScalarType.Float32)
            throw new ArgumentException($"Module '{name}' is of {weight.dtype}; expected is Float32.", "network");
        int inputs = (int)weight.shape[1];
        return new UnitLayer
        {
            Name = name,
            Weights = [.. Host.Singles(weight).Chunk(inputs)],
            Biases = linear.bias is { } bias ? Host.Singles(bias) : new float[weight.shape[0]],
        };
    }

    private static UnitActivation Activation(string name, nn.Module module) => module switch
    {
        ReLU => UnitActivation.Relu,
        SELU => UnitActivation.Selu,
        GELU => UnitActivation.Gelu,
        SiLU => UnitActivation.Silu,
        Tanh => UnitActivation.Tanh,
        Sigmoid => UnitActivation.Sigmoid,
        _ => throw Unknown(name, module),
    };

    private static Sequential Create(Sequential network, IReadOnlyList<UnitLayer> layers)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        // New layers draw first weights, which must not be the caller's random numbers.
        Tensor state = random.get_rng_state();
        var rest = new Queue<UnitLayer>(layers);
        Sequential compacted = nn.Sequential([.. network.named_children().Select(child => (child.name, Copy(child.module, rest)))]);
        random.set_rng_state(state);
        compacted.eval();
        return compacted;
    }

    private static nn.Module<Tensor, Tensor> Copy(nn.Module module, Queue<UnitLayer> rest) => module switch
    {
        Linear linear => Copy(linear, rest.Dequeue()),
        ReLU => nn.ReLU(),
        SELU => nn.SELU(),
        GELU => nn.GELU(),
        SiLU => nn.SiLU(),
        Tanh => nn.Tanh(),
        Sigmoid => nn.Sigmoid(),
        Dropout dropout => nn.Dropout(dropout.p),
        _ => nn.Identity(),
    };

    /// <summary>A layer without biases gets them where a constant went into them.</summary>
    private static Linear Copy(Linear linear, UnitLayer layer)
    {
        Device device = linear.weight!.device;
        int inputs = layer.Weights[0].Length;
        bool hasBias = linear.bias is not null || Array.Exists(layer.Biases, bias => bias != 0);
        Linear copy = nn.Linear(inputs, layer.Width, hasBias);
        copy.weight = new Parameter(
            tensor([.. layer.Weights.SelectMany(weights => weights)], [layer.Width, inputs], device: device).DetachFromDisposeScope());
        if (hasBias)
            copy.bias = new Parameter(tensor(layer.Biases, device: device).DetachFromDisposeScope());
        return copy;
    }

    private static ArgumentException Unknown(string name, nn.Module module) => new(
        $"Module '{name}' is a {module.GetType().Name} where none can be: expected are Linear with one function after it.", "network");
}
