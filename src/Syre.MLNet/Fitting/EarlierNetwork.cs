using Syre.MLNet.Networks;
using Syre.MLNet.Objectives;












namespace Syre.MLNet.Fitting;

/// <summary>A network that training starts from.</summary>
/// <param name="Network">The network.</param>
/// <param name="Objective">What it was trained for.</param>
internal sealed record EarlierNetwork(ScoringNetwork Network, Objective Objective);
