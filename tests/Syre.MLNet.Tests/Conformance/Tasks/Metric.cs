namespace Syre.MLNet.Tests.Conformance;

/// <summary>One number of an evaluation and the range it must be in.</summary>
public sealed record Metric(string Name, double Value, double Minimum = 0, double Maximum = 1);
