using Syre.MLNet.Objectives;

namespace Syre.MLNet.Networks;

/// <summary>The shape of a user's own network behind our preprocessing.</summary>
/// <param name="Features">Features that it takes.</param>
/// <param name="OutputSize">Outputs that it gives.</param>
/// <param name="Scaled">Whether features are scaled and clipped first.</param>
internal sealed record OwnSpec(int Features, int OutputSize, bool Scaled) : NetworkSpec
{
    public override int Features { get; init; } = Features;

    public override int Outputs => OutputSize;

    public override bool IsMadeBy(SyreTrainerOptions options, Objective objective) =>
        options is SyreNetworkOptions { ScaleFeatures: var scaled } && scaled == Scaled;

    public override ScoringNetwork Create(NetworkMaking making) => new OwnNetwork(this, making);
}
