using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.Studies.Thresholds;

/// <summary>Something done to a network by hand that takes capacity away.</summary>
/// <param name="Name">As the report calls it.</param>
internal sealed record Damage(string Name)
{
    /// <summary>A bias that no input of this study overcomes.</summary>
    private const double Deadly = -1000;

    /// <summary>Every kind.</summary>
    public static IReadOnlyList<Damage> All { get; } =
    [
        .. new[] { 1, 2, 4 }.Select(groups => new Damage($"start: {groups} distinct unit(s)")
        {
            Start = (network, _) => MakeEqual(network, groups), IsSgd = true, Decay = 1e-3,
        }),
        new("trained, then all units of a layer made equal") { End = (network, _) => Copy(network, groups: 1) },
        new("trained, then a layer's units made 4 distinct ones") { End = (network, _) => Copy(network, groups: 4) },
        .. new[] { 1.0, 0.95, 0.8 }.Select(share => new Damage($"start: {share:p0} of the first layer dead")
        {
            Start = (network, _) => Kill(network, share), NeedsRelu = true,
        }),
        new("trained, then 90 % of the first layer dead") { End = (network, _) => Kill(network, 0.9), NeedsRelu = true },
        new("SGD, 40 × the learning rate") { IsSgd = true, LearningRateFactor = 40, NeedsRelu = true },
        new("best features masked") { EachStep = MaskBestFeatures, TakesFeatures = true },
        new("best features masked, plain 3") { EachStep = MaskBestFeatures, TakesFeatures = true, Decay = 3 },
    ];

    /// <summary>Done to the new network.</summary>
    public Action<Mlp, Problem> Start { get; init; } = (_, _) => { };

    /// <summary>Done after each step.</summary>
    public Action<Mlp, Problem> EachStep { get; init; } = (_, _) => { };

    /// <summary>Done to the trained network.</summary>
    public Action<Mlp, Problem> End { get; init; } = (_, _) => { };

    /// <summary>λ of the training.</summary>
    public double Decay { get; init; }

    /// <summary>Which optimizer trains.</summary>
    public bool IsSgd { get; init; }

    /// <summary>How many times faster than usual.</summary>
    public double LearningRateFactor { get; init; } = 1;

    /// <summary>Whether it takes features away, and not units.</summary>
    public bool TakesFeatures { get; init; }

    /// <summary>Whether only ReLU units can be damaged so.</summary>
    public bool NeedsRelu { get; init; }

    /// <summary>
    /// Puts a network on the mirrors of unit exchange: in each hidden layer only some units differ, in what they read and what they send.
    /// </summary>
    private static void MakeEqual(Mlp network, int groups)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        for (int i = 0; i < network.Shape.Depth; i++)
        {
            Tensor source = arange(network.Shape.Width).remainder(groups);
            Linear layer = network.Layers[i], next = network.Layers[i + 1];
            layer.weight.copy_(layer.weight.index_select(0, source));
            layer.bias!.copy_(layer.bias.index_select(0, source));
            next.weight.copy_(next.weight.index_select(1, source));
        }
    }

    /// <summary>Makes units of the last hidden layer compute the same, whatever they send on.</summary>
    private static void Copy(Mlp network, int groups)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        Tensor source = arange(network.Shape.Width).remainder(groups);
        Linear layer = network.Layers[network.Shape.Depth - 1];
        layer.weight.copy_(layer.weight.index_select(0, source));
        layer.bias!.copy_(layer.bias.index_select(0, source));
    }

    private static void Kill(Mlp network, double share)
    {
        using var _ = no_grad();
        using Tensor biases = network.Layers[0].bias!.narrow(0, 0, (long)(share * network.Shape.Width));
        biases.fill_(Deadly);
    }

    /// <summary>Takes the fifth of the features that go with the label the most away from the first layer.</summary>
    private static void MaskBestFeatures(Mlp network, Problem problem)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        network.Layers[0].weight.index_fill_(1, problem.BestFeatures, 0);
    }
}
