using System.Text.Json.Serialization;

namespace Syre.Torch;

/// <summary>
/// The rank family of one matrix X <c>[rows, width]</c> with singular values s₁ ≥ s₂ ≥ … and λᵢ = sᵢ². All are low when it has collapsed
/// but <see cref="SpectralExponent"/>, which is high. Definitions: src/Syre.Torch/Diagnostics/README.md.
/// </summary>
public sealed record RankMeasures
{
    /// <summary>The largest rank possible: min(rows, width), one row less where centred.</summary>
    public required int MaximumRank { get; init; }

    /// <summary>exp(−Σ pᵢ log pᵢ), pᵢ = sᵢ/Σs (Roy &amp; Vetterli 2007). From 1 to the rank; 0 for a zero
    /// matrix. Needs no tolerance.</summary>
    public required double EffectiveRank { get; init; }

    /// <summary>Number of singular values above <see cref="Tolerance"/>.</summary>
    public required int NumericalRank { get; init; }

    /// <summary>The tolerance of <see cref="NumericalRank"/>, in the unit of the singular values.</summary>
    public required double Tolerance { get; init; }

    /// <summary>‖X‖²_F / s₁². From 1 to the rank; 0 for a zero matrix.</summary>
    public required double StableRank { get; init; }

    /// <summary>Least k whose first k singular values make up 99 % of their sum (Kumar et al. 2021, δ = 0.01;
    /// called srank there).</summary>
    public required int Rank99 { get; init; }

    /// <summary>(Σλ)²/Σλ². From 1 to the width; 0 for a zero matrix.</summary>
    public required double ParticipationRatio { get; init; }

    /// <summary>As the effective rank, with pᵢ = sᵢ/Σs + 10⁻⁷, not renormalised (Garrido et al. 2023, arXiv 2210.02885). By
    /// its authors uncentred.</summary>
    public required double RankMe { get; init; }

    /// <summary>α of λᵢ ~ i^−α, by least squares on log-log axes (alpha-ReQ, Agrawal et al. 2022); null with
    /// too few values to fit.</summary>
    public double? SpectralExponent { get; init; }

    /// <summary>R² of that fit; null with it.</summary>
    public double? SpectralFit { get; init; }

    /// <summary>The singular values, from the largest; of wide layers the first 512.</summary>
    public required IReadOnlyList<float> SingularValues { get; init; }

    /// <summary>Whether there was something to measure, and it could be; if not, all ranks are NaN or 0.</summary>
    [JsonIgnore]
    public bool IsMeasured => !double.IsNaN(EffectiveRank);

    /// <summary>What stands for ranks that could not be measured.</summary>
    public static RankMeasures Unmeasured { get; } = new()
    {
        MaximumRank = 0,
        EffectiveRank = double.NaN,
        NumericalRank = 0,
        Tolerance = double.NaN,
        StableRank = double.NaN,
        Rank99 = 0,
        ParticipationRatio = double.NaN,
        RankMe = double.NaN,
        SingularValues = [],
    };
}
