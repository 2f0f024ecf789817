namespace CollapseLab.Torch;

/// <summary>How strongly the weights of a TorchSharp network are pulled, whatever the arm pulls them to.</summary>
/// <param name="Lambda">λ = 2γ.</param>
/// <param name="Seed">Seed of θ0.</param>
internal sealed record Pull(double Lambda, long Seed)
{
    /// <summary>Whether the pull is part of the loss, γ‖φ − target‖², and so goes through Adam's normalisation. Default false.</summary>
    public bool IsInLoss { get; init; }

    /// <summary>Which parameters are pulled, and which displaced by the arms with noise. Default: all.</summary>
    public Func<string, bool> Pulled { get; init; } = _ => true;

    /// <summary>
    /// Which parameters read a network out and so learn even where <see cref="Arms.ArmKind.Frozen"/> holds the rest. Default: none.
    /// </summary>
    public Func<string, bool> IsReadout { get; init; } = _ => false;
}
