namespace Syre.Torch;

/// <summary>Compares two reports.</summary>
public static class CollapseComparisonExtensions
{
    /// <summary>
    /// Compares a network with another, such as one trained without syre. For several runs an arm, see <see cref="CollapseComparison.Of"/>.
    /// </summary>
    /// <param name="report">The network's report.</param>
    /// <param name="other">The other's report.</param>
    /// <param name="name">What to call the first. Default null: its name.</param>
    /// <param name="otherName">What to call the other. Default null: its name.</param>
    /// <param name="options">What is taken for noise. Default null: the defaults.</param>
    /// <exception cref="ArgumentException">The two have no layer of the same name, or an option is out of its range.</exception>
    public static CollapseComparison CompareWith(
        this CollapseReport report, CollapseReport other, string? name = null, string? otherName = null,
        ComparisonOptions? options = null) =>
        CollapseComparison.Of([report], [other], name, otherName, options);
}
