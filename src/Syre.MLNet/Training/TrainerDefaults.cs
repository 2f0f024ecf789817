using Syre.Torch;

namespace Syre.MLNet;

/// <summary>Defaults of the trainers that were measured rather than taken over.</summary>
public static class TrainerDefaults
{
    /// <summary>
    /// syre as the trainers use it: λ = 0.02 (RealMLP-TD's decay) towards θ0 with σ0 = 0.01 × the initial deviation.
    /// </summary>
    public static SyreOptions Syre { get; } = new() { WeightDecay = 0.02 };
}
