using System.Diagnostics.CodeAnalysis;
using Syre.Torch.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.Torch;

/// <summary>
/// AdamW (Loshchilov &amp; Hutter 2019) whose weight decay pulls as <see cref="SyreOptions"/> say: towards the fixed random point θ0 by
/// default. With <see cref="DecayMode.Plain"/> it is PyTorch's AdamW, with <see cref="SyreOptions.Coupled"/> PyTorch's Adam with L2.
/// </summary>
/// <example>
/// <code>
/// using var optimizer = new SyreAdamW(network.named_parameters(), lr: 1e-3, options: new SyreOptions { WeightDecay = 0.05 });
/// optimizer.zero_grad();
/// loss.backward();
/// optimizer.step();
/// </code>
/// </example>
public sealed class SyreAdamW : SyreOptimizer, optim.IBetas
{
    /// <summary>AdamW over one group of parameters.</summary>
    /// <param name="parameters">The parameters with their names, as <c>module.named_parameters()</c> gives them; a name decides θ0.</param>
    /// <param name="lr">The learning rate, 0 or above. Default 1e-3.</param>
    /// <param name="beta1">The decay of the gradient's running mean, in [0, 1). Default 0.9.</param>
    /// <param name="beta2">The decay of the squared gradient's running mean, in [0, 1). Default 0.999.</param>
    /// <param name="eps">Added to the denominator, 0 or above. Default 1e-8.</param>
    /// <param name="options">The pull. Default null: syre with <see cref="SyreOptions"/>' defaults.</param>
    /// <exception cref="ArgumentException">Anything is out of range or cannot be trained; the message lists all violations.</exception>
    [SuppressMessage("ApiDesign", "RS0026", Justification = "The overloads differ in their first argument, which is not optional.")]
    public SyreAdamW(
        IEnumerable<(string name, Parameter parameter)> parameters,
        double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, SyreOptions? options = null)
        : this([new SyreParameterGroup("default", parameters)], lr, beta1, beta2, eps, options)
    {
    }

    /// <summary>AdamW over groups of parameters with their own learning rates and weight decays.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="lr">The learning rate, 0 or above. Default 1e-3.</param>
    /// <param name="beta1">The decay of the gradient's running mean, in [0, 1). Default 0.9.</param>
    /// <param name="beta2">The decay of the squared gradient's running mean, in [0, 1). Default 0.999.</param>
    /// <param name="eps">Added to the denominator, 0 or above. Default 1e-8.</param>
    /// <param name="options">The pull. Default null: syre with <see cref="SyreOptions"/>' defaults.</param>
    /// <exception cref="ArgumentException">Anything is out of range or cannot be trained; the message lists all violations.</exception>
    [SuppressMessage("ApiDesign", "RS0026", Justification = "The overloads differ in their first argument, which is not optional.")]
    public SyreAdamW(
        IEnumerable<SyreParameterGroup> groups,
        double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, SyreOptions? options = null)
        : base(groups, lr, options, Check(beta1, beta2, eps),
            (group, weightDecay) => new AdamWGroup(group, lr, weightDecay, beta1, beta2), coupled => new AdamWRule(eps, coupled))
    {
    }

    /// <summary>β1 and β2: reading gives the first group's, setting sets all groups'.</summary>
    public (double, double) Betas
    {
        get => FirstGroup<AdamWGroup>().Betas;
        set => ForEachGroup<AdamWGroup>(group => group.Betas = value);
    }

    private static Violations Check(double beta1, double beta2, double eps)
    {
        var violations = new Violations();
        violations.Require(beta1 is >= 0 and < 1, $"beta1 is {beta1}; it must be in [0, 1). The usual value is 0.9.");
        violations.Require(beta2 is >= 0 and < 1, $"beta2 is {beta2}; it must be in [0, 1). The usual value is 0.999.");
        violations.RequireNotNegative(eps, nameof(eps), "The usual value is 1e-8.");
        return violations;
    }
}
