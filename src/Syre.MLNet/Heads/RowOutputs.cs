namespace Syre.MLNet.Heads;

/// <summary>The network's outputs for the row that a reader stands at.</summary>
internal delegate ReadOnlySpan<float> RowOutputs();
