namespace Syre.MLNet.Networks.Stages;

/// <summary>Makes something of a row of features.</summary>
/// <param name="row">The row.</param>
/// <param name="mapped">Gets as many numbers; it may be the row itself.</param>
internal delegate void RowMap(ReadOnlySpan<float> row, Span<float> mapped);
