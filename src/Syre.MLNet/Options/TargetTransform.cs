namespace Syre.MLNet;

/// <summary>What is learnt in place of a number: a function of it, whose inverse is part of the model.</summary>
public enum TargetTransform
{
    /// <summary>The number itself.</summary>
    None,

    /// <summary>
    /// ln(1 + label), for amounts, counts and prices, where a tenth more matters alike at every size. Labels must be above −1. Far below 1
    /// it is hardly different from the label: multiply such labels first.
    /// </summary>
    Log,

    /// <summary>
    /// The place of the label among the training labels, as a normal number (Φ⁻¹ of its quantile), for labels with outliers or of a strange
    /// distribution. Between 200 knots at most it is linear.
    /// </summary>
    Quantile,
}
