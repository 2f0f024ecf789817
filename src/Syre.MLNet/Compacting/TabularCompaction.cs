using Syre.MLNet.Inputs;
using Syre.MLNet.Networks;
using Syre.MLNet.Networks.Stages;
using Syre.MLNet.Runtime;
using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.MLNet.Compacting;

/// <summary>Takes units out of a built-in network.</summary>
/// <param name="network">The network, which stays as it is.</param>
internal sealed class TabularCompaction(TabularNetwork network)
{
    private IEnumerable<Stage> Stages => network.Stages.Select(named => named.Stage);

    private Stage[] Layers => [.. Stages.Where(stage => stage.UnitCount is not null)];

    private UnitLayer[] Units
    {
        get
        {
            Stage[] layers = Layers;
            return [.. layers.Select((stage, at) => stage.ToUnits(at == layers.Length - 1 ? "outputs" : $"hidden{at + 1}")!)];
        }
    }

    /// <summary>What can go on all rows whose features are finite.</summary>
    public CompactedUnits Prove(double tolerance, CancellationToken cancellation)
    {
        InputBounds bounds = Stages.TakeWhile(stage => stage.UnitCount is null)
            .Aggregate(InputBounds.Within(network.Features + network.Indicated.Count, 0), (before, stage) => stage.Bounds(before));
        return UnitCompaction.Prove(Units, bounds.Lowest, bounds.Largest, tolerance, cancellation);
    }

    /// <summary>What can go on some rows.</summary>
    public CompactedUnits Measure(in FeatureRows rows, double tolerance, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        return UnitCompaction.Measure(Units, network.FirstUnits(rows), tolerance, cancellation);
    }

    /// <summary>A network like this one; the caller owns it, and no dispose scope may be open.</summary>
    /// <param name="seed">The training's seed.</param>
    public TabularNetwork Copy(long seed) => Create(new CompactedUnits(Units, [], 0), seed);

    /// <summary>A network of these layers and of the rest of this one; the caller owns it, and no dispose scope may be open.</summary>
    /// <param name="compacted">What is left.</param>
    /// <param name="seed">The training's seed.</param>
    public TabularNetwork Create(CompactedUnits compacted, long seed)
    {
        var spec = (TabularSpec)network.Spec;
        var rest = new Queue<UnitLayer>(compacted.Layers);
        spec = spec with { Stages = [.. spec.Stages.Select(stage => Without(stage, rest))] };
        var smaller = (TabularNetwork)spec.Create(new NetworkMaking(network.parameters().First().device, seed, network.Slots));
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        // All but the layers' own numbers, and the first layer's scale of its inputs.
        Dictionary<string, Tensor> before = network.state_dict(), now = smaller.state_dict();
        StateTransfer.Copy(before, now.Where(tensor => tensor.Value.shape.SequenceEqual(before[tensor.Key].shape)).ToDictionary());
        foreach ((Stage stage, UnitLayer layer) in new TabularCompaction(smaller).Layers.Zip(compacted.Layers))
            stage.Set(layer);
        smaller.Sigma0 = network.Sigma0;
        smaller.eval();
        return smaller;
    }

    private static StageSpec Without(StageSpec stage, Queue<UnitLayer> rest)
    {
        if (stage is not BlockSpec block)
            return stage;
        UnitLayer layer = rest.Dequeue();
        return layer.Sources.Count == 0 || layer.Sources.Count == layer.Width
            ? block
            : block with { Units = layer.Width, Trained = TrainedUnits.Of(layer.Sources) };
    }
}
