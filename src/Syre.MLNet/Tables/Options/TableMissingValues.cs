namespace Syre.MLNet;

/// <summary>What <c>FeaturizeTable</c> puts where a number is missing.</summary>
public enum TableMissingValues
{
    /// <summary>
    /// The median of the training rows (a vector's slot: the mean), so that every trainer takes the features. A column that has missing
    /// ones in training gets a slot that is 1 where it is missing.
    /// </summary>
    Replace,

    /// <summary>NaN, for trainers that know it, as LightGBM and FastTree do.</summary>
    Keep,
}
