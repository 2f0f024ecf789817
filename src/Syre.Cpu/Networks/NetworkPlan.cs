using Syre.Cpu.Memory;
using Syre.Cpu.Simd;

namespace Syre.Cpu.Networks;

/// <summary>What a network is made of, as the kernels read it.</summary>
internal sealed class NetworkPlan
{
    private NetworkPlan(LayerPlan[] layers, LayerPlan? direct, EmbeddingPlan? embedding) =>
        (Layers, Direct, Embedding) = (layers, direct, embedding);

    /// <summary>The layers.</summary>
    public LayerPlan[] Layers { get; }

    /// <summary>The table that adds to the outputs, or null.</summary>
    public LayerPlan? Direct { get; }

    /// <summary>What is made of features before the first layer, or null.</summary>
    public EmbeddingPlan? Embedding { get; }

    /// <summary>Features of a row.</summary>
    public int Inputs => Embedding?.RowFeatures ?? Layers[0].Layer.Inputs;

    /// <summary>Outputs of a row.</summary>
    public int Outputs => Layers[^1].Layer.Outputs;

    /// <summary>Whether rows are lists of entries.</summary>
    public bool ReadsEntries => Layers[0].Layer.IsTable;

    /// <summary>All that has vectors of its own, with the number of the layer whose gradients are its too.</summary>
    public IEnumerable<(LayerPlan Plan, int Layer)> All
    {
        get
        {
            IEnumerable<(LayerPlan, int)> all = Layers.Select((plan, layer) => (plan, layer));
            return Direct is null ? all : all.Append((Direct, Layers.Length - 1));
        }
    }

    /// <summary>The tables, in the same form.</summary>
    public IEnumerable<(LayerPlan Plan, int Layer)> Tables => All.Where(part => part.Plan.Layer.IsTable);

    /// <summary>Brings all copies of parameters up to date.</summary>
    public void Pack()
    {
        foreach ((LayerPlan plan, _) in All)
        {
            for (int unit = 0; unit < plan.Units; unit++)
                plan.Pack(unit);
        }
        for (int part = 0; part < Embedding?.Parts; part++)
            Embedding.Pack(part);
    }

    /// <summary>Makes it for registers of a width.</summary>
    public static NetworkPlan Create<TS, TV>(CpuNetworkParts parts, Arena arena)
        where TS : struct, ISimd<TV>
        where TV : struct
    {
        LayerPlan New(CpuLayer layer, bool goesBack) => new(layer, goesBack, TS.PanelVectors * TS.Count, TS.Count, arena);
        return new(
            [.. parts.Layers.Select((layer, i) => New(layer, goesBack: i > 0 || parts.Embedding is not null))],
            parts.Direct is { } direct ? New(direct, goesBack: false) : null,
            parts.Embedding is { } embedding ? new EmbeddingPlan(embedding, parts.RowFeatures, arena) : null);
    }
}
