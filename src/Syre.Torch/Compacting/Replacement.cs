namespace Syre.Torch.Compacting;

/// <summary>Why a unit can go.</summary>
internal enum ReplacementKind
{
    /// <summary>It is a constant.</summary>
    Constant,

    /// <summary>It follows from others.</summary>
    Copy,

    /// <summary>No output depends on it.</summary>
    Unread,
}

/// <summary>What stands for a unit: factor × another unit + offset.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Unit">The other unit, one that is there also where the factor is 0.</param>
/// <param name="Factor">The factor.</param>
/// <param name="Offset">The offset.</param>
/// <param name="Error">How far that can be from the unit's value.</param>
internal readonly record struct Replacement(ReplacementKind Kind, int Unit, double Factor, double Offset, double Error);
