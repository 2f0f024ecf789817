namespace Syre.MLNet.Diagnostics.Columns;

/// <summary>Names of the slots that <c>CollapseDiagnostics</c> gives, in their order.</summary>
internal static class ColumnSlots
{
    /// <summary>Those that differ from row to row; they come first.</summary>
    public static IReadOnlyList<string> PerRow { get; } = ["ActiveShare", "RelativeNorm", "OutsideSubspace"];

    /// <summary>Those that are the same for every row.</summary>
    public static IReadOnlyList<string> Constant { get; } = ["EffectiveRankRatio", "DeadShare", "DuplicateShare"];

    /// <summary>All.</summary>
    public static IReadOnlyList<string> All { get; } = [.. PerRow, .. Constant];
}
