using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Syre.Cpu;
using Syre.MLNet.Inputs;
using static TorchSharp.torch;

namespace Syre.MLNet.Networks;

/// <summary>A network for the CPU engine.</summary>
/// <param name="Map">What is made of a row before the engine reads it.</param>
/// <param name="Parts">The layers, and what is embedded.</param>
internal sealed record EngineNetwork(IRowMap Map, CpuNetworkParts Parts)
{
    /// <summary>Whether it reads the nonzero entries of sparse rows.</summary>
    public bool IsSparse => Parts.Layers[0].IsTable;

    /// <summary>Rows as the engine reads them.</summary>
    /// <param name="rows">The rows, row after row; overwritten.</param>
    /// <returns>The same memory where a mapped row has no more numbers.</returns>
    public Span<float> MapRows(Span<float> rows)
    {
        int to = Parts.RowFeatures, from = to - Map.Added;
        Span<float> mapped = to == from ? rows : new float[rows.Length / from * to];
        for (int row = 0; row < mapped.Length / to; row++)
            Map.Map(rows.Slice(row * from, from), mapped.Slice(row * to, to));
        return mapped;
    }

    /// <summary>A parameter where it lies.</summary>
    /// <param name="parameter">The parameter: float32, contiguous, on the CPU.</param>
    /// <param name="sink">Takes its gradient; null where it is not trained.</param>
    public static unsafe CpuParameter Parameter(Tensor parameter, IGradientSink? sink = null) => new(
        (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(parameter.bytes)), parameter.numel(), sink);
}
