namespace Syre.MLNet;

/// <summary>What becomes of rows of which a feature is missing, which is NaN.</summary>
public enum MissingValues
{
    /// <summary>
    /// The median of the training rows takes the place of a missing value. Each slot that had a missing value in the rows given for
    /// training gets an input of its own, which is 1 where its value is missing and else 0; one that first misses at scoring has none. Both
    /// are in the network, so that memory and file score such rows alike.
    /// </summary>
    Impute,

    /// <summary>
    /// Training throws an <see cref="InvalidOperationException"/> that names the first missing value's row, column and slot. A row scored
    /// with a missing value gets NaN scores.
    /// </summary>
    Refuse,

    /// <summary>
    /// Rows with a missing value are left out of training, counted (<see cref="TrainingSummary.SkippedRows"/>) and warned of, as ML.NET's
    /// own trainers do. A row scored with a missing value gets NaN scores.
    /// </summary>
    Skip,
}
