namespace Syre.Studies.Thresholds;

/// <summary>How a case came about.</summary>
internal enum Kind
{
    /// <summary>Not trained.</summary>
    Random,

    /// <summary>Trained without decay, or with a usual one.</summary>
    Usual,

    /// <summary>Trained with strong decay.</summary>
    Strong,

    /// <summary>Damaged by hand, before, during or after training.</summary>
    Damaged,
}
