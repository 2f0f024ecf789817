using System.Runtime.Intrinsics;
using Syre.Cpu.Networks;
using Syre.Cpu.Simd;

namespace Syre.Cpu;

/// <summary>What a network is made of.</summary>
/// <param name="layers">The layers, from the features to the outputs; all but the last have an activation.</param>
public sealed class CpuNetworkParts(IReadOnlyList<CpuLayer> layers)
{
    /// <summary>The layers.</summary>
    public IReadOnlyList<CpuLayer> Layers => layers;

    /// <summary>
    /// A table that reads the same rows as the first layer and adds to the outputs: the wide part of a wide and deep network (Cheng et al.
    /// 2016). Null (default) for none.
    /// </summary>
    public CpuLayer? Direct { get; init; }

    /// <summary>What is made of some of a row's features before the first layer reads them; null (default) for nothing.</summary>
    public CpuEmbedding? Embedding { get; init; }

    /// <summary>Features of a row: the first layer's inputs, but for those that an embedding makes.</summary>
    public int RowFeatures => layers[0].Inputs - (Embedding is { } embedding ? embedding.Features * embedding.Outputs : 0);

    /// <summary>Makes a network.</summary>
    /// <param name="batchRows">Most rows of a step that are computed at once.</param>
    /// <param name="threads">Threads to train with, from 1; null (default) for as many as the machine has.</param>
    /// <param name="width">Registers to compute with; null (default) for the widest that are fast here.</param>
    /// <exception cref="ArgumentException">The parts do not fit each other.</exception>
    /// <exception cref="PlatformNotSupportedException">The processor has no fused multiply-add.</exception>
    public CpuNetwork Create(int batchRows = 1, int? threads = null, RegisterWidth? width = null)
    {
        if (!CpuSupport.HasFusedMultiplyAdd)
        {
            throw new PlatformNotSupportedException(
                "This processor has no fused multiply-add (FMA3 or Arm64), which the engine is made of.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(batchRows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads ?? 1, 1, nameof(threads));
        Check();
        int count = threads ?? Environment.ProcessorCount;
        return (width ?? CpuSupport.Widest) switch
        {
            RegisterWidth.Bits512 => new RegisterNetwork<Simd512, Vector512<float>>(this, batchRows, count),
            RegisterWidth.Bits256 => new RegisterNetwork<Simd256, Vector256<float>>(this, batchRows, count),
            _ => new RegisterNetwork<Simd128, Vector128<float>>(this, batchRows, count),
        };
    }

    /// <summary>Fails where they do not fit each other.</summary>
    private void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Layers.Count, 1, nameof(Layers));
        for (int i = 0; i < Layers.Count; i++)
        {
            CpuLayer layer = Layers[i];
            bool isLast = i == Layers.Count - 1;
            if (layer.Activation is null != isLast || (!isLast && layer.Outputs != Layers[i + 1].Inputs) ||
                ((layer.Scale is not null || layer.IsTable) && i > 0) || (layer.Share is not null && isLast))
            {
                throw new ArgumentException(
                    $"Layer {i} does not fit: every layer but the last has an activation and as many outputs as the next has inputs, and " +
                    "only the first scales its inputs or is a table.", nameof(Layers));
            }
        }
        if (Direct is { } direct && (!direct.IsTable || !Layers[0].IsTable || direct.Activation is not null || direct.Share is not null ||
            direct.Inputs != Layers[0].Inputs || direct.Outputs != Layers[^1].Outputs))
        {
            throw new ArgumentException(
                $"The direct part is a table without activation, of as many inputs as the first layer, which is a table too, and as many " +
                $"outputs as the last; it has {direct.Inputs} and {direct.Outputs}.", nameof(Direct));
        }
        if (Embedding is { } embedding && (Layers[0].IsTable || RowFeatures <= embedding.Places.Max()))
        {
            throw new ArgumentException(
                $"The first layer reads a row's features and {embedding.Outputs} numbers for each of the {embedding.Features} that are " +
                $"embedded, the last of them {embedding.Places.Max()}; it has {Layers[0].Inputs} inputs and is " +
                $"{(Layers[0].IsTable ? "a" : "no")} table.", nameof(Embedding));
        }
    }
}
