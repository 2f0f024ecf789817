using Syre.MLNet.Networks.Stages;
using Syre.MLNet.Objectives;

namespace Syre.MLNet.Networks;

/// <summary>The shape of a user's own network behind our preprocessing.</summary>
/// <param name="Features">Features that it takes.</param>
/// <param name="OutputSize">Outputs that it gives.</param>
/// <param name="Scaled">Whether features are scaled and clipped first.</param>
internal sealed record OwnSpec(int Features, int OutputSize, bool Scaled) : NetworkSpec
{
    public override int Features { get; init; } = Features;

    /// <summary>How missing values are filled in, before all else; null where they make outputs NaN.</summary>
    public override MissingSpec? Missing { get; init; }

    public override int Outputs => OutputSize;

    public override bool IsMadeBy(SyreTrainerOptions options, Objective objective) =>
        options is SyreNetworkOptions network && network.ScaleFeatures == Scaled
        && (Missing is null || network.MissingValues == MissingValues.Impute);

    /// <summary>What the user's network is told.</summary>
    public NetworkContext Context(TorchSharp.torch.Device device) => new(Features + (Missing?.Indicated.Count ?? 0), OutputSize, device);

    public override IEnumerable<string> Problems() => [.. base.Problems(), .. Missing?.ProblemsWith(Features) ?? []];

    public override ScoringNetwork Create(NetworkMaking making) => new OwnNetwork(this, making);
}
