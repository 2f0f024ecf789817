using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.Torch.Diagnostics.Observing;

/// <summary>A module with weights: where its units are in its weights, what it reads and what it writes.</summary>
internal abstract class WeightModule(string name, nn.Module module)
{
    /// <summary>Its name among the network's modules.</summary>
    public string Name { get; } = name;

    /// <summary>Itself.</summary>
    public nn.Module Module { get; } = module;

    /// <summary>Whether single units can be followed through it.</summary>
    public virtual bool HasUnits => true;

    /// <summary>Whether it reads and writes <c>[rows, channels, positions…]</c> and not <c>[…, features]</c>.</summary>
    public virtual bool HasChannels => false;

    /// <summary>Weights, <c>[units, inputs]</c>.</summary>
    public abstract Tensor Incoming();

    /// <summary>The weights that what it writes is made by, <c>[outputs, inputs]</c>.</summary>
    public virtual Tensor Writing() => Incoming();

    /// <summary>Biases, <c>[units]</c>.</summary>
    public abstract Tensor? Bias();

    /// <summary>The parameters with its own units; none where an exchange of two of them is no symmetry.</summary>
    public virtual IEnumerable<UnitParameters> OwnUnits => [];

    /// <summary>Weights of what it reads, <c>[outputs, units]</c>, for units of <paramref name="size"/> features each.</summary>
    public abstract Tensor Outgoing(int size);

    /// <summary>The parameter that weighs what it reads; null where that is not one dimension of one parameter.</summary>
    public virtual UnitParameters? ReadUnits(int size) => null;

    /// <summary>Draws new parameters as PyTorch does by default.</summary>
    public abstract void Randomise(Generator generator);

    /// <summary>Adds hooks that may replace what it reads and what it writes.</summary>
    public abstract IEnumerable<Action> Hook(Func<Tensor, Tensor> read, Func<Tensor, Tensor> written);

    /// <summary>The network's modules with weights, each once.</summary>
    public static IReadOnlyList<WeightModule> AllOf(nn.Module network) =>
        [.. network.named_modules().Select(entry => (entry.name, entry.module)).Append((network.GetName(), network))
            .DistinctBy(entry => entry.Item2, ReferenceEqualityComparer.Instance)
            .Select(entry => Of(entry.Item1, entry.Item2))
            .OfType<WeightModule>()];

    private static WeightModule? Of(string name, nn.Module module) => module switch
    {
        IUnitLayer layer when module is nn.Module<Tensor, Tensor> custom => new CustomWeights(name, custom, layer),
        Linear linear => new LinearWeights(name, linear),
        Convolution convolution => new ConvolutionWeights(name, convolution),
        MultiheadAttention attention => new AttentionWeights(name, attention),
        _ => null,
    };

    /// <summary>The dimension of the units in what it reads or writes.</summary>
    public int UnitDimension(Tensor values) => HasChannels ? 1 : (int)values.dim() - 1;

    /// <summary>Uniform in ±<paramref name="bound"/>, drawn on the CPU, so that a seed means the same everywhere.</summary>
    protected static void Draw(Tensor? parameter, double bound, Generator generator)
    {
        if (parameter is null)
            return;
        using var scope = NewDisposeScope();
        parameter.copy_(empty(parameter.shape, ScalarType.Float32, CPU).uniform_(-bound, bound, generator));
    }

    protected static IEnumerable<Action> Hook(nn.Module<Tensor, Tensor> module, Func<Tensor, Tensor> read, Func<Tensor, Tensor> written)
    {
        yield return module.register_forward_pre_hook((_, input) => read(input)).remove;
        yield return module.register_forward_hook((_, _, output) => written(output)).remove;
    }
}
