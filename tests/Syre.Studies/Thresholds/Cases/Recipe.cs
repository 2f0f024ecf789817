using Syre.Torch;

namespace Syre.Studies.Thresholds;

/// <summary>One way of training.</summary>
/// <param name="Name">As the report calls it.</param>
/// <param name="Kind">What it is an example of.</param>
/// <param name="Mode">Towards what the weights decay.</param>
/// <param name="Decay">λ.</param>
internal sealed record Recipe(string Name, Kind Kind, DecayMode Mode = DecayMode.None, double Decay = 0)
{
    /// <summary>The trainers' default σ0.</summary>
    private const double Sigma0 = 0.3;

    /// <summary>The recipe that the others' errors are compared with, as a user would: the same network without decay.</summary>
    public static Recipe NoDecay { get; } = new("no decay", Kind.Usual);

    public static IReadOnlyList<Recipe> All { get; } =
    [
        NoDecay,
        new("plain 0.02", Kind.Usual, DecayMode.Plain, 0.02),
        new("syre 0.02", Kind.Usual, DecayMode.Syre, 0.02),
        new("SGD, no decay", Kind.Usual) { IsSgd = true },
        .. new[] { 0.3, 1, 3, 10, 30, 100 }.Select(decay => new Recipe($"plain {decay}", Kind.Strong, DecayMode.Plain, decay)),
        .. new[] { 1.0, 10 }.Select(decay => new Recipe($"syre {decay}", Kind.Strong, DecayMode.Syre, decay)),
        .. new[] { 0.005, 0.01, 0.02, 0.04, 0.08, 0.2 }.Select(
            decay => new Recipe($"SGD, L2 {decay}", Kind.Strong, DecayMode.Plain, decay) { IsSgd = true }),
        new("SGD, syre 0.04", Kind.Strong, DecayMode.Syre, 0.04) { IsSgd = true },
        new("SGD, L2 0.01, long", Kind.Strong, DecayMode.Plain, 0.01) { IsSgd = true, LearningRateFactor = 4, EpochFactor = 6 },
        new("plain 3, long", Kind.Strong, DecayMode.Plain, 3) { EpochFactor = 6 },
        .. Damage.All.Select(damage => new Recipe(damage.Name, Kind.Damaged, DecayMode.Plain, damage.Decay)
        {
            Damage = damage, IsSgd = damage.IsSgd, LearningRateFactor = damage.LearningRateFactor,
        }),
    ];

    /// <summary>SGD with momentum 0.9 and L2 inside the gradient, in place of AdamW with decoupled decay.</summary>
    public bool IsSgd { get; init; }

    /// <summary>How many times longer than the other recipes; longer ones are for neural collapse, and so for several classes.</summary>
    public int EpochFactor { get; init; } = 1;

    /// <summary>How many times faster.</summary>
    public double LearningRateFactor { get; init; } = 1;

    /// <summary>What is done to the network by hand.</summary>
    public Damage? Damage { get; init; }

    /// <summary>The learning rate at the start; it falls to 0 by a cosine. The squared error is steeper than the cross-entropy.</summary>
    public double LearningRate(Problem problem) => LearningRateFactor * (!IsSgd ? 2e-3 : problem.Classes is null ? 0.005 : 0.02);

    /// <summary>The optimizer; weights decay, biases do not.</summary>
    public SyreOptimizer Optimizer(Mlp network, Problem problem, int seed)
    {
        var options = new SyreOptions
        {
            Mode = Mode, WeightDecay = Decay, Sigma0 = Sigma0, Coupled = IsSgd, Seed = seed,
            Parameters = (_, parameter) => parameter.dim() > 1,
        };
        return IsSgd
            ? new SyreSgd(network.Network.named_parameters(), LearningRate(problem), momentum: 0.9, options: options)
            : new SyreAdamW(network.Network.named_parameters(), LearningRate(problem), options: options);
    }

    /// <summary>The size of θ0 in a layer, whose weights have PyTorch's deviation when the optimizer is made; null without syre.</summary>
    public double? StaticBiasSize(ObservedLayer layer) => Mode == DecayMode.Syre ? Sigma0 / Math.Sqrt(3 * layer.Incoming!.shape[1]) : null;

    /// <summary>Whether it makes sense for such a network and problem.</summary>
    public bool Fits(NetworkShape shape, Problem problem) =>
        (EpochFactor == 1 || problem.Classes > 2) && (Damage is null || !Damage.NeedsRelu || shape.Activation == "relu");
}
