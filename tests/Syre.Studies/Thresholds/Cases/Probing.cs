using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.Studies.Thresholds;

/// <summary>Measures networks on the rows that they are trained on, as a trainer does.</summary>
internal static class Probing
{
    /// <summary>A network's measures, and those of a random one.</summary>
    public static CollapseReport Measure(Mlp network, Problem problem, int seed, Recipe? recipe = null) =>
        CollapseDiagnostics.Measure(network.Network, problem.Training, problem.Targets, new CollapseProbeOptions
        {
            Name = problem.Name, Classes = problem.Classes, Seed = seed,
        }, staticBiasSize: recipe is null ? null : recipe.StaticBiasSize);

    /// <summary>The same with the training loss beside the constant answer's.</summary>
    public static CollapseReport MeasureTrained(Mlp network, Problem problem, Recipe recipe, int seed)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        double loss = problem.Loss(network.Network.call(problem.Training), problem.Targets).item<float>();
        CollapseReport report = Measure(network, problem, seed, recipe);
        return report with { Evidence = report.Evidence with { Loss = loss, ConstantLoss = problem.ConstantLoss() } };
    }
}
