using Syre.Cpu;
using Syre.MLNet.Inputs;
using Syre.MLNet.Networks.Stages;
using Syre.MLNet.Runtime;

namespace Syre.MLNet.Networks;

/// <summary>A pass before the first step by the CPU engine: the same bits on every machine.</summary>
internal sealed class EngineFirstPass : IFirstPass
{
    private readonly IReadOnlyList<CpuLayer> _layers;
    private readonly CpuEmbedding? _embedding;
    private readonly int _count, _stagesBeforeLayers;
    private readonly long[] _starts = [], _features = [];
    private float[] _inputs;
    private int _reached;

    /// <param name="network">The network, whose first layer comes after the preprocessing and the embedding, where there is one.</param>
    /// <param name="rows">The rows as they reach the network.</param>
    public EngineFirstPass(EngineNetwork network, in FeatureRows rows)
    {
        (_layers, _embedding) = (network.Parts.Layers, network.Parts.Embedding);
        _stagesBeforeLayers = _embedding is null ? 1 : 2;
        if (rows.Dense is { } dense)
        {
            _inputs = network.MapRows(HostValues.Copy<float>(dense)).ToArray();
            _count = _inputs.Length / network.Parts.RowFeatures;
            return;
        }
        long[] features = HostValues.Copy<long>(rows.Indices!);
        SparseRows mapped = network.Map.MapEntries(new SparseRows(
            [.. HostValues.Copy<long>(rows.Offsets!), features.Length], features, HostValues.Copy<float>(rows.Values!)));
        (_starts, _features, _inputs) = (mapped.Starts.ToArray(), mapped.Features.ToArray(), mapped.Values.ToArray());
        _count = mapped.Count;
    }

    public float[] Sums(int stage)
    {
        int wanted = stage - _stagesBeforeLayers;
        for (; _reached < wanted; _reached++)
            _inputs = Run([_layers[_reached], _layers[_reached + 1].Linear()], _layers[_reached].Outputs, ofHidden: true);
        return Run([_layers[wanted].Linear()], _layers[wanted].Outputs, ofHidden: false);
    }

    /// <summary>The network's outputs, <c>[rows, outputs]</c>, row after row; to be asked for in place of sums.</summary>
    public float[] Outputs() => Run(_layers, 0, ofHidden: false);

    /// <summary>The last layer's sums, or the hidden layer's units.</summary>
    private float[] Run(IReadOnlyList<CpuLayer> network, int size, bool ofHidden)
    {
        var outputs = new float[_count * network[^1].Outputs];
        var units = new float[ofHidden ? _count * size : 0];
        Action<int, HiddenRows>? take = !ofHidden ? null : (start, hidden) => hidden.CopyTo(units.AsSpan(start * size));
        var parts = new CpuNetworkParts(network) { Embedding = _reached == 0 ? _embedding : null };
        using CpuNetwork engine = parts.Create(threads: 1);
        if (network[0].IsTable)
            engine.RunSparse(new SparseRows(_starts, _features, _inputs), outputs, take);
        else
            engine.Run(_inputs, outputs, take);
        return ofHidden ? units : outputs;
    }
}
