namespace Syre.Torch;

/// <summary>An input feature whose weights into the first layer are below a tenth of the median feature's.</summary>
/// <param name="Index">The feature, from 0.</param>
/// <param name="Name">Its name, where it has one.</param>
/// <param name="RelativeNorm">Norm of its weights over the median feature's.</param>
/// <param name="ResidualCorrelation">Largest |correlation| of the feature with what the network leaves unexplained of the label; null
/// where it was not measured.</param>
/// <param name="IsNeeded">Whether that correlation is beyond chance, so that the label depends on the feature in a way
/// the network has missed.</param>
public sealed record IgnoredFeature(int Index, string? Name, double RelativeNorm, double? ResidualCorrelation, bool IsNeeded);
