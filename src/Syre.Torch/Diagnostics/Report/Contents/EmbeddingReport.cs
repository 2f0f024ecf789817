using System.Text.Json.Serialization;

namespace Syre.Torch;

/// <summary>A table of embeddings, one row for each word, n-gram or category: whether its dimensions are used
/// and its rows differ.</summary>
public sealed record EmbeddingReport
{
    /// <summary>The table's name.</summary>
    public required string Name { get; init; }

    /// <summary>Number of rows.</summary>
    public required long Rows { get; init; }

    /// <summary>Numbers in a row.</summary>
    public required int Dimensions { get; init; }

    /// <summary>
    /// Effective rank of the centred table, from 1 to the smaller of its sides: exp of the entropy of its singular values over
    /// their sum (Roy and Vetterli 2007).
    /// </summary>
    public required double EffectiveRank { get; init; }

    /// <summary>
    /// Dimensions that hardly vary from row to row: standard deviation at most 0.025 of the mean one of the dimensions (the τ of Sokar et
    /// al. 2023, arXiv 2302.12902; there is no published threshold for dimensions).
    /// </summary>
    public IReadOnlyList<int> DeadDimensions { get; init; } = [];

    /// <summary>
    /// Share of the rows that another row repeats: 2‖a − b‖²/(‖a‖² + ‖b‖²) at most 0.1, the definition of duplicate units
    /// (arXiv 2306.04251). Estimated from <see cref="SampledRows"/>, each compared with all. Null below 16 dimensions,
    /// where rows are alike by chance.
    /// </summary>
    public double? DuplicateShare { get; init; }

    /// <summary>Rows that were compared with all others, evenly spaced: at most 256, so that the share's standard error
    /// is at most 3 points.</summary>
    public int SampledRows { get; init; }

    /// <summary>Share of the dimensions that are dead.</summary>
    [JsonIgnore]
    public double DeadShare => (double)DeadDimensions.Count / Dimensions;
}
