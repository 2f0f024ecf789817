using Syre.MLNet;
using Syre.Torch;

namespace MonthlyRetrain;

/// <summary>A way to have a model every month.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Syre">The decay.</param>
/// <param name="CarriesOn">Whether each month goes on from the file of the month before; else it is trained anew.</param>
/// <param name="Worn">The arm whose file it takes over at half time; null to begin by itself.</param>
internal sealed record Arm(string Name, SyreOptions Syre, bool CarriesOn = true, string? Worn = null)
{
    internal const string NoDecay = "carried, no decay";

    /// <summary>One network of rectifiers, which can die: the usual network outside this library.</summary>
    public static SyreNetworkOptions Shared { get; } = new() { Members = 1, Activation = Activation.Relu, ParametricActivation = false };

    /// <summary>All arms: those that take over come after those that they take over from.</summary>
    public static IReadOnlyList<Arm> All { get; } =
    [
        new("anew", TrainerDefaults.Syre, CarriesOn: false),
        new(NoDecay, new() { Mode = DecayMode.None }),
        new("carried, plain decay", new() { Mode = DecayMode.Plain }),
        new("carried, default", TrainerDefaults.Syre),
        new("carried, Retraining", new() { Preset = SyrePreset.Retraining }),
        new("Rescue at half time", new() { Preset = SyrePreset.Rescue }, Worn: NoDecay),
    ];

    /// <summary>The options of a month's training.</summary>
    /// <param name="options">Those that all arms share.</param>
    public SyreNetworkOptions Of(SyreNetworkOptions options) => options with { Syre = Syre };
}
