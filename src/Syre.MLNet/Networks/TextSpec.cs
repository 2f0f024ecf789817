namespace Syre.MLNet.Networks;

/// <summary>The shape of a network of texts.</summary>
/// <param name="Features">Number of n-grams and other slots.</param>
/// <param name="HiddenUnits">Width of the hidden layer.</param>
/// <param name="Classes">Number of outputs.</param>
/// <param name="Entries">Mean number of slots of a row that are not 0.</param>
internal sealed record TextSpec(int Features, int HiddenUnits, int Classes, double Entries) : NetworkSpec
{
    /// <inheritdoc/>
    public override int Features { get; init; } = Features;

    /// <inheritdoc/>
    public override int Outputs => Classes;

    /// <inheritdoc/>
    public override ScoringNetwork Create(NetworkMaking making) => new TextNetwork(this, making);
}
