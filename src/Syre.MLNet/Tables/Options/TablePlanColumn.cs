namespace Syre.MLNet;

/// <summary>What <c>FeaturizeTable</c> made of a column, and why.</summary>
/// <param name="Name">The column.</param>
/// <param name="Kind">What it was taken for.</param>
/// <param name="Reason">Why, and what came of it.</param>
/// <param name="Slots">Slots of the features that come of it; 0 where it is left out.</param>
public sealed record TablePlanColumn(string Name, TableColumnKind Kind, string Reason, int Slots);
