using Syre.Torch;

namespace Syre.MLNet;

/// <summary>Defaults of the trainers that were measured rather than taken over.</summary>
public static class TrainerDefaults
{
    private const double WeightDecay = 0.02, Sigma0 = 0.3;

    /// <summary>
    /// syre as the trainers use it: λ = 0.02 (RealMLP-TD's decay) towards θ0 with σ0 = 0.3 × the initial deviation, the largest up to which
    /// a study of nine tables saw no harm (mean error −0.2 % of plain decay's, 95 % interval −2.1 % to +1.7 %). Source:
    /// tests/Syre.Studies/results/sigma0.md. The paper's own 0.01 × was as good; a larger θ0 removes symmetry more strongly.
    /// </summary>
    public static SyreOptions Syre { get; } = Complete(new SyreOptions());

    /// <summary>
    /// Options with the trainers' numbers in place of those that are not named; the seed, and the numbers of a preset, are left to the
    /// training.
    /// </summary>
    /// <remarks>
    /// The trainers' own numbers are not named by anyone: options that were completed before, a file's among them, may be given a preset.
    /// </remarks>
    internal static SyreOptions Complete(SyreOptions options) =>
        options.Preset == SyrePreset.None
            ? options with { WeightDecay = options.WeightDecay ?? WeightDecay, Sigma0 = options.Sigma0 ?? Sigma0 }
            : options with
            {
                WeightDecay = options.WeightDecay == WeightDecay ? null : options.WeightDecay,
                Sigma0 = options.Sigma0 == Sigma0 ? null : options.Sigma0,
            };
}
