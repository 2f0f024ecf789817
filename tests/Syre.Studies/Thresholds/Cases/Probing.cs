using Syre.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Syre.Studies.Thresholds;

/// <summary>Measures networks on the rows that they are trained on, as a trainer does.</summary>
internal static class Probing
{
    /// <summary>A network's measures, and those of a random one.</summary>
    public static CollapseReport Measure(Mlp network, Problem problem, int seed) =>
        CollapseDiagnostics.Measure(network.Network, problem.Training, problem.Targets, Options(problem, seed));

    /// <summary>The same with the training loss beside the constant answer's.</summary>
    public static CollapseReport MeasureTrained(Mlp network, Problem problem, int seed)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        double loss = problem.Loss(network.Network.call(problem.Training), problem.Targets).item<float>();
        return Measure(network, problem, seed) with { Evidence = new() { Loss = loss, ConstantLoss = problem.ConstantLoss() } };
    }

    private static CollapseProbeOptions Options(Problem problem, int seed) => new() { Name = problem.Name, Classes = problem.Classes, Seed = seed };
}
