using System.Text.Json.Serialization;

namespace Syre.Torch;

/// <summary>Units of a layer by what is wrong with them, as indices from 0. Definitions: syre-spec 5.2.</summary>
public sealed record UnitMeasures
{
    /// <summary>Number of units.</summary>
    public required int Width { get; init; }

    /// <summary>No activation on the probe rows differs from zero.</summary>
    public IReadOnlyList<int> Dead { get; init; } = [];

    /// <summary>Fewer than 1 % of the activations differ from zero; the dead among them.</summary>
    public IReadOnlyList<int> RarelyActive { get; init; } = [];

    /// <summary>Mean |h| at most τ = 0.025 of the layer's mean |h| (Sokar et al. 2023, arXiv 2302.12902).</summary>
    public IReadOnlyList<int> Dormant { get; init; } = [];

    /// <summary>Hardly varies from row to row: dead, for activations that never are zero.</summary>
    public IReadOnlyList<int> Constant { get; init; } = [];

    /// <summary>Norm of incoming weights, bias and outgoing weights below 0.1 of the layer's largest (Chen et al. 2023, arXiv 2306.04251).</summary>
    public IReadOnlyList<int> Vanishing { get; init; } = [];

    /// <summary>Groups of units a, b with 2‖a − b‖²/(‖a‖² + ‖b‖²) below 0.1 in joined incoming and outgoing weights (arXiv 2306.04251).</summary>
    public IReadOnlyList<IReadOnlyList<int>> Duplicates { get; init; } = [];

    /// <summary>Groups of units whose activations are the same up to a factor: |cosine| above 0.99, dead units left out.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Twins { get; init; } = [];

    /// <summary>Share of units that are dead or constant.</summary>
    [JsonIgnore]
    public double DeadShare => (double)Dead.Union(Constant).Count() / Width;

    /// <summary>Share of units that a twin or a duplicate makes superfluous: of each group all but one.</summary>
    [JsonIgnore]
    public double DuplicateShare => (double)Math.Max(Superfluous(Duplicates), Superfluous(Twins)) / Width;

    private static int Superfluous(IReadOnlyList<IReadOnlyList<int>> groups) => groups.Sum(group => group.Count - 1);
}
