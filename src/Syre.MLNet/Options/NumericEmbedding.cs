namespace Syre.MLNet;

/// <summary>What a network makes of a number beside the number itself.</summary>
public enum NumericEmbedding
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>
    /// Periodic features with a bias and a linear map, RealMLP's PBLD (Holzmüller et al. 2024, arXiv 2407.04491): of each number x, once it
    /// is scaled, 3 numbers V·cos(2π·w·x + b) + c of 16 cosines, learnt for each feature. Functions of one feature that bend often, such as
    /// those of an hour or a place, are learnt sooner. Features that take one or two values, among them one-hot slots and what tells of
    /// missing ones, and those whose values are all within 10⁻⁶, stay as they are.
    /// </summary>
    Pbld,
}
