namespace Syre.Torch;

/// <summary>The latents of a variational autoencoder.</summary>
public sealed record LatentReport
{
    /// <summary>The δ above which a latent is active: 0.01 (Burda et al. 2016, arXiv 1509.00519).</summary>
    public required double Threshold { get; init; }

    /// <summary>Variance over rows of the posterior mean, by latent (divided by rows − 1).</summary>
    public required IReadOnlyList<float> MeanVariance { get; init; }

    /// <summary>Mean KL(q(z|x) ‖ N(0, 1)), by latent, in nats; near 0 for a collapsed latent.</summary>
    public required IReadOnlyList<float> KullbackLeibler { get; init; }

    /// <summary>Latents whose variance is above the threshold; 0 is posterior collapse.</summary>
    public int ActiveUnits => MeanVariance.Count(variance => variance > Threshold);
}
