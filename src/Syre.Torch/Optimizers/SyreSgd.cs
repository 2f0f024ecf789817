using System.Diagnostics.CodeAnalysis;
using Syre.Torch.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.Torch;

/// <summary>
/// Stochastic gradient descent, with momentum if wanted, whose weight decay pulls as <see cref="SyreOptions"/> say: towards the fixed
/// random point θ0 by default. With <see cref="DecayMode.Plain"/> and <see cref="SyreOptions.Coupled"/> it is PyTorch's SGD.
/// </summary>
public sealed class SyreSgd : SyreOptimizer, optim.IMomentum
{
    /// <summary>Gradient descent over one group of parameters.</summary>
    /// <param name="parameters">The parameters with their names, as <c>module.named_parameters()</c> gives them; a name decides θ0.</param>
    /// <param name="lr">The learning rate, 0 or above. Default 1e-3.</param>
    /// <param name="momentum">How much of the last direction is kept, 0 or above. Default 0: no momentum, and no memory for it.</param>
    /// <param name="dampening">How much less than all of the gradient enters the momentum, finite. Default 0.</param>
    /// <param name="nesterov">
    /// Whether the gradient is taken ahead along the momentum; needs momentum and no dampening. Default false.
    /// </param>
    /// <param name="options">The pull. Default null: syre with <see cref="SyreOptions"/>' defaults.</param>
    /// <exception cref="ArgumentException">Anything is out of range or cannot be trained; the message lists all violations.</exception>
    [SuppressMessage("ApiDesign", "RS0026", Justification = "The overloads differ in their first argument, which is not optional.")]
    public SyreSgd(
        IEnumerable<(string name, Parameter parameter)> parameters,
        double lr = 1e-3, double momentum = 0, double dampening = 0, bool nesterov = false, SyreOptions? options = null)
        : this([new SyreParameterGroup("default", parameters)], lr, momentum, dampening, nesterov, options)
    {
    }

    /// <summary>Gradient descent over groups of parameters with their own learning rates and weight decays.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="lr">The learning rate, 0 or above. Default 1e-3.</param>
    /// <param name="momentum">How much of the last direction is kept, 0 or above. Default 0: no momentum, and no memory for it.</param>
    /// <param name="dampening">How much less than all of the gradient enters the momentum, finite. Default 0.</param>
    /// <param name="nesterov">
    /// Whether the gradient is taken ahead along the momentum; needs momentum and no dampening. Default false.
    /// </param>
    /// <param name="options">The pull. Default null: syre with <see cref="SyreOptions"/>' defaults.</param>
    /// <exception cref="ArgumentException">Anything is out of range or cannot be trained; the message lists all violations.</exception>
    [SuppressMessage("ApiDesign", "RS0026", Justification = "The overloads differ in their first argument, which is not optional.")]
    public SyreSgd(
        IEnumerable<SyreParameterGroup> groups,
        double lr = 1e-3, double momentum = 0, double dampening = 0, bool nesterov = false, SyreOptions? options = null)
        : base(groups, lr, options, Check(momentum, dampening, nesterov),
            (group, weightDecay) => new SgdGroup(group, lr, weightDecay, momentum), coupled => new SgdRule(dampening, nesterov, coupled))
    {
    }

    /// <summary>The momentum: reading gives the first group's, setting sets all groups'.</summary>
    public double Momentum
    {
        get => FirstGroup<SgdGroup>().Momentum;
        set => ForEachGroup<SgdGroup>(group => group.Momentum = value);
    }

    private static Violations Check(double momentum, double dampening, bool nesterov)
    {
        var violations = new Violations();
        violations.RequireNotNegative(momentum, nameof(momentum), "The usual value is 0.9.");
        violations.Require(double.IsFinite(dampening), $"dampening is {dampening}; it must be a finite number. The usual value is 0.");
        violations.Require(!nesterov || (momentum > 0 && dampening == 0),
            $"nesterov with momentum {momentum} and dampening {dampening}; it needs momentum above 0 and dampening 0.");
        return violations;
    }
}
