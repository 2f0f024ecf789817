using Syre.Torch.Diagnostics.Observing;
using static TorchSharp.torch;

namespace Syre.Torch;

/// <summary>
/// Watches the hidden layers of any module: what each weight module (linear, convolution, multi-head attention, <see cref="IUnitLayer"/>)
/// but the first reads is a hidden layer, so activations that are functions and no modules are seen too.
/// </summary>
/// <remarks>
/// <para>Works by TorchSharp's hooks, which fire for <c>module.call(x)</c> and not for <c>module.forward(x)</c>: weight modules that the
/// network calls by <c>forward</c>, and weights it uses without a module, are not seen, nor are recurrent modules and TorchSharp's own
/// transformer layers, which are native as a whole. Until this is disposed a call of a weight module costs two empty delegates more.</para>
/// <para>A layer gets the weights around it only where each unit is one module's, read by weight modules alone; not after attention
/// over several modules, a sum with a skip connection, or a concatenation, whose exchange of units is no symmetry, nor where a module
/// is called more than once.</para>
/// </remarks>
public sealed class ModuleObserver : IDisposable
{
    private readonly HookedNetwork _network;
    private readonly IReadOnlyList<HiddenLayer> _layers;

    /// <param name="module">The network, in evaluation mode (dropout would look like other paths). It is run about 20 times on the
    /// example for each layer.</param>
    /// <param name="example">A few rows as the network takes them, <c>[rows, …]</c>: two that differ, or more; 4 will do. With one row,
    /// layers with skip connections may be taken for plain ones.</param>
    public ModuleObserver(nn.Module<Tensor, Tensor> module, Tensor example)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(example);
        _network = new HookedNetwork(module);
        try
        {
            _layers = LayerSearch.Find(_network, example);
        }
        catch
        {
            _network.Dispose();
            throw;
        }
    }

    /// <summary>The modules that read each hidden layer's activations as their input, the first where several do; empty for a network
    /// without hidden layers.</summary>
    public IReadOnlyList<nn.Module> Readers => [.. _layers.Select(layer => layer.Reader.Module)];

    /// <summary>Their names, as <c>named_modules</c> has them.</summary>
    public IReadOnlyList<string> ReaderNames => [.. _layers.Select(layer => layer.Reader.Name)];

    /// <summary>The hidden layers with their present weights, in the order they are read.</summary>
    /// <returns>Layers whose tensors belong to the caller's dispose scope; most are views of the parameters and follow them.</returns>
    public IReadOnlyList<ObservedLayer> Describe()
    {
        using var _ = no_grad();
        return [.. _layers.Select(layer => layer.Producer is { } producer
            ? new ObservedLayer
            {
                Name = producer.Name,
                Kind = producer.Module.GetType().Name,
                Width = layer.Width,
                Incoming = producer.Incoming(),
                Bias = producer.Bias(),
                Outgoing = Outgoing(layer),
                IsOdd = layer.IsOdd,
                Parameters = Parameters(producer, layer),
            }
            : new ObservedLayer
            {
                Name = $"input of {layer.Reader.Name}",
                Kind = "Mixed",
                Width = layer.Width,
                Weights = layer.Before.Writing(),
            })];
    }

    /// <summary>Runs the network and keeps what the hidden layers do. Several threads may do so at once, in evaluation mode.</summary>
    /// <param name="input">As the network takes it, <c>[rows, …]</c>.</param>
    /// <returns>
    /// Copies, without gradient, that belong to the caller's dispose scope. Activations are <c>[rows, units]</c> (with
    /// sequences, every position is a row) or <c>[rows, channels, positions…]</c>; inputs those of the first weight module,
    /// where they have two dimensions; no targets.
    /// </returns>
    /// <exception cref="InvalidOperationException">A layer was not read: the network took another way than with the example.</exception>
    public Observation Observe(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var read = new Tensor?[_layers.Count];
        Tensor? inputs = null;
        Tensor outputs = _network.Run(input, new ForwardPass
        {
            Reading = (module, call, value) =>
            {
                inputs ??= value.detach().clone();
                for (int i = 0; i < read.Length; i++)
                {
                    if (_layers[i].Reader == module && _layers[i].Call == call)
                        read[i] = Units(_layers[i], value.detach().clone());
                }
                return value;
            },
        });
        int missing = Array.IndexOf(read, null);
        if (missing >= 0)
        {
            throw new InvalidOperationException(
                $"Module {_layers[missing].Reader.Name} was not called, as it was with the example: the network takes different ways, " +
                "and cannot be observed.");
        }
        return new Observation
        {
            Activations = [.. read.Select(activation => activation!.MoveToOuterDisposeScope())],
            Outputs = outputs.detach().clone().MoveToOuterDisposeScope(),
            Inputs = inputs?.dim() == 2 ? inputs.MoveToOuterDisposeScope() : null,
        };
    }

    /// <summary>Removes the hooks.</summary>
    public void Dispose() => _network.Dispose();

    private static Tensor Units(HiddenLayer layer, Tensor read) => layer.Reader.HasChannels ? read
        : layer.UnitSize > 1 ? read.reshape(-1, layer.Width, layer.UnitSize)
        : read.reshape(-1, layer.Width);

    private static Tensor Outgoing(HiddenLayer layer)
    {
        Tensor[] parts = [.. layer.Readers.Select(reader => reader.Outgoing(layer.UnitSize))];
        return parts.Length == 1 ? parts[0] : cat(parts, 0);
    }

    private static IReadOnlyList<UnitParameters> Parameters(WeightModule producer, HiddenLayer layer)
    {
        UnitParameters[] own = [.. producer.OwnUnits];
        UnitParameters?[] read = [.. layer.Readers.Select(reader => reader.ReadUnits(layer.UnitSize))];
        return own.Length == 0 || read.Contains(null) ? [] : [.. own, .. read.Select(part => part!)];
    }
}
