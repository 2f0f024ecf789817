namespace Syre.Torch;

/// <summary>
/// Where a parameter's θ0 comes from, for a training that goes on from the weights of an earlier one: without it σ0 would be a multiple of
/// the deviation that the trained weights have, and a matrix that has got columns would have another θ0 in all of its rows.
/// </summary>
public sealed record StaticBiasOrigin
{
    /// <summary>
    /// The deviation that σ0 is a multiple of, 0 or above: what <see cref="SyreOptimizer.InitialDeviations"/> said in the first training.
    /// Default null: as <see cref="SyreOptions.Sigma0"/> says, from the weights as they are.
    /// </summary>
    public double? InitialDeviation { get; init; }

    /// <summary>
    /// The number that each row has in θ0, 0 or above, for a tensor whose rows have moved or become more.
    /// Default null: the rows as they stand.
    /// </summary>
    public IReadOnlyList<long>? Rows { get; init; }

    /// <summary>
    /// The number that each column of a matrix has in θ0, 0 or above, as <see cref="Rows"/>; those from <see cref="Width"/> on have random
    /// numbers of their own. Default null: the columns as they stand.
    /// </summary>
    public IReadOnlyList<long>? Columns { get; init; }

    /// <summary>Columns of the first training, at least 1. Default null: as many as there are now.</summary>
    public long? Width { get; init; }
}
