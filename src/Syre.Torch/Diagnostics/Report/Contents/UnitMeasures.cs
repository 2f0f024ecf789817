using System.Text.Json.Serialization;

namespace Syre.Torch;

/// <summary>
/// Units of a layer by what is wrong with them, as indices from 0; a healthy layer has few, and what counts is how many more than its
/// random baseline. Definitions: src/Syre.Torch/Diagnostics/README.md.
/// </summary>
public sealed record UnitMeasures
{
    /// <summary>Number of units.</summary>
    public required int Width { get; init; }

    /// <summary>No activation on the probe rows differs from zero.</summary>
    public IReadOnlyList<int> Dead { get; init; } = [];

    /// <summary>Fewer than 1 % of the activations differ from zero; the dead among them.</summary>
    public IReadOnlyList<int> RarelyActive { get; init; } = [];

    /// <summary>
    /// Mean |h| at most τ = 0.025 of the layer's mean |h| (Sokar et al. 2023, arXiv 2302.12902). Scale-free: of a layer
    /// that is tiny as a whole, none.
    /// </summary>
    public IReadOnlyList<int> Dormant { get; init; } = [];

    /// <summary>
    /// Not dead, but hardly varies from row to row: standard deviation at most 0.025 of the layer's mean one, or at most 10⁻⁶ of its root
    /// mean square activation. What dead is for activations that never are zero; there is no published threshold, so it is τ's.
    /// </summary>
    public IReadOnlyList<int> Constant { get; init; } = [];

    /// <summary>
    /// Norm of incoming weights, bias and outgoing weights below 0.1 of the layer's largest (Chen et al. 2023, arXiv 2306.04251); with a
    /// known size of θ0, also incoming weights of at most twice that root mean square: where decay has won, syre leaves a unit at θ0.
    /// </summary>
    public IReadOnlyList<int> Vanishing { get; init; } = [];

    /// <summary>
    /// Groups of units a, b with 2‖a − b‖²/(‖a‖² + ‖b‖²) below 0.1 in joined incoming weights, bias and outgoing weights (arXiv
    /// 2306.04251); a group is what such pairs connect.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<int>> Duplicates { get; init; } = [];

    /// <summary>
    /// Groups of units whose activations are the same up to a factor: |cosine| above 0.99, and |correlation| too, since units
    /// with a large mean have a cosine near 1 whatever they do. Dead and constant units are left out. Catches rescaled copies,
    /// which are no duplicates in weights.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<int>> Twins { get; init; } = [];

    /// <summary>Whether the activations could be measured; if not, the lists that are made of them are empty and the
    /// shares NaN. Default true.</summary>
    public bool IsMeasured { get; init; } = true;

    /// <summary>Share of units that are dead or constant.</summary>
    [JsonIgnore]
    public double DeadShare => IsMeasured ? (double)Dead.Union(Constant).Count() / Width : double.NaN;

    /// <summary>Share of units that are dormant.</summary>
    [JsonIgnore]
    public double DormantShare => IsMeasured ? (double)Dormant.Count / Width : double.NaN;

    /// <summary>Share of units that a twin or a duplicate makes superfluous: of each group all but one.</summary>
    [JsonIgnore]
    public double DuplicateShare => IsMeasured ? (double)Math.Max(Superfluous(Duplicates), Superfluous(Twins)) / Width : double.NaN;

    /// <summary>What stands for units whose activations could not be measured.</summary>
    /// <param name="width">Number of units.</param>
    public static UnitMeasures Unmeasured(int width) => new() { Width = width, IsMeasured = false };

    private static int Superfluous(IReadOnlyList<IReadOnlyList<int>> groups) => groups.Sum(group => group.Count - 1);
}
