using TorchSharp.Modules;

namespace Syre.Torch;

/// <summary>
/// Parameters that share a learning rate and a weight decay, given as factors of the optimizer's own: a
/// description, which the optimizer copies.
/// </summary>
public sealed class SyreParameterGroup
{
    /// <summary>Describes a group.</summary>
    /// <param name="name">The group's name, for messages and saved states; unique within an optimizer.</param>
    /// <param name="parameters">
    /// The parameters with their names, as <c>module.named_parameters()</c> gives them. A name decides θ0, so it must be unique within
    /// an optimizer; prefix it when two modules use the same one.
    /// </param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public SyreParameterGroup(string name, IEnumerable<(string name, Parameter parameter)> parameters)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(parameters);
        Name = name;
        Parameters = [.. parameters];
    }

    /// <summary>The group's name.</summary>
    public string Name { get; }

    /// <summary>The parameters with their names, in the order given.</summary>
    public IReadOnlyList<(string name, Parameter parameter)> Parameters { get; }

    /// <summary>The group's learning rate over the optimizer's. 0 or above; default 1.</summary>
    public double LearningRateFactor { get; init; } = 1;

    /// <summary>The group's weight decay over the optimizer's. 0 (the group is not pulled) or above; default 1.</summary>
    public double WeightDecayFactor { get; init; } = 1;

    /// <summary>
    /// The initial standard deviation that σ0 is a multiple of, for all tensors of the group; above 0. Default null: each tensor's own, as
    /// <see cref="SyreOptions.Sigma0"/> says. For layers whose parametrisation has a nominal scale that their initial values do not show: a
    /// last layer that starts at zero, or weights rescaled to fit the data.
    /// </summary>
    public double? InitialDeviation { get; init; }
}
