using Syre.Torch;

namespace Syre.MLNet;

/// <summary>How the plasticity of a saved network is measured.</summary>
public sealed record PlasticityOptions
{
    /// <summary>Epochs that both networks are trained for, at least 1. Default 8: slow learning shows early.</summary>
    public int Epochs { get; init; } = 8;

    /// <summary>
    /// Runs, at least 1; of one there is no verdict. Default 5. Each holds back other rows, has batches in another order, and another fresh
    /// network.
    /// </summary>
    public int Runs { get; init; } = 5;

    /// <summary>Share of the rows that losses are measured on, above 0 and below 1. Default 0.2.</summary>
    public double HeldBackFraction { get; init; } = 0.2;

    /// <summary>The seed of the first run. Default 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>
    /// Changes the options of the file's training, for both networks. Default null: they stay. With another preset or decay it says what
    /// retraining with it would be like.
    /// </summary>
    public Func<SyreTrainerOptions, SyreTrainerOptions>? Configure { get; init; }

    /// <summary>Checks all options.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; all that are, are listed.</exception>
    public void Validate()
    {
        var violations = new Violations();
        violations.Require(Epochs >= 1, $"{nameof(Epochs)} is {Epochs}; it must be at least 1.");
        violations.Require(Runs >= 1, $"{nameof(Runs)} is {Runs}; it must be at least 1, and 2 for a verdict.");
        violations.Require(HeldBackFraction is > 0 and < 1,
            FormattableString.Invariant($"{nameof(HeldBackFraction)} is {HeldBackFraction}; it must be above 0 and below 1."));
        violations.ThrowIfOutOfRange(nameof(PlasticityOptions));
    }
}
