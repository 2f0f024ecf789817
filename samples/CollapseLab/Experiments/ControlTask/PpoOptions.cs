namespace CollapseLab.Experiments.ControlTask;

/// <summary>What proximal policy optimisation (Schulman et al. 2017) is run with; the defaults are those usual for cart-pole.</summary>
internal sealed record PpoOptions
{
    public int Poles { get; init; } = 16;

    /// <summary>Steps of each pole between two updates.</summary>
    public int Steps { get; init; } = 128;

    /// <summary>Passes over the steps in an update.</summary>
    public int Passes { get; init; } = 5;

    public int BatchSize { get; init; } = 256;

    /// <summary>γ, what a reward is worth a step later.</summary>
    public double Discount { get; init; } = 0.99;

    /// <summary>λ of the generalised advantage estimate.</summary>
    public double Trace { get; init; } = 0.95;

    /// <summary>How far the probability of an action may move from 1 times what it was.</summary>
    public double Clip { get; init; } = 0.2;

    /// <summary>Weight of the critic's squared error.</summary>
    public double ValueWeight { get; init; } = 0.5;

    /// <summary>Weight of the policy's entropy.</summary>
    public double EntropyWeight { get; init; } = 0.01;
}
