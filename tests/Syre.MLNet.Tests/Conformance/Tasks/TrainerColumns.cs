namespace Syre.MLNet.Tests.Conformance;

/// <summary>The columns a trainer is told to use.</summary>
public sealed record TrainerColumns(string Label = "Label", string Feature = "Features", string? Weight = null);
