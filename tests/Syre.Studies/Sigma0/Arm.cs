using Syre.Torch;

namespace Syre.Studies.Sigma0;

/// <summary>One way of decaying the weights, everything else being equal.</summary>
/// <param name="Name">As the report calls it.</param>
/// <param name="Mode">Towards what.</param>
/// <param name="Sigma0">σ0 of syre; null for the other modes.</param>
internal sealed record Arm(string Name, DecayMode Mode, double? Sigma0 = null)
{
    /// <summary>What every other arm is compared with.</summary>
    public static Arm Plain { get; } = new("plain decay", DecayMode.Plain);

    /// <summary>All arms, the reference first.</summary>
    public static IReadOnlyList<Arm> All { get; } =
    [
        Plain,
        .. new[] { 0.01, 0.03, 0.1, 0.3, 0.5, 1.0 }.Select(sigma0 => new Arm($"syre, σ0 = {sigma0:0.0#} ×", DecayMode.Syre, sigma0)),
        new("L2 Init", DecayMode.L2Init),
        new("no decay", DecayMode.None),
    ];

    /// <summary>The trainers' options with this arm in place of their own, the strength of the decay left as it is.</summary>
    public SyreOptions Of(SyreOptions options) => options with { Mode = Mode, Sigma0 = Sigma0 ?? options.Sigma0 };
}
