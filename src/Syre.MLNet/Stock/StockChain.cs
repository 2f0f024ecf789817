using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Stock;

/// <summary>A model as a chain of ML.NET's own transformers, with what must be disposed of it.</summary>
internal sealed class StockChain(TransformerChain<ITransformer> chain, IReadOnlyList<OnnxScorer> graphs) : IDisposable
{
    /// <summary>The chain.</summary>
    public TransformerChain<ITransformer> Chain => chain;

    public void Dispose()
    {
        foreach (OnnxScorer graph in graphs)
            graph.Dispose();
    }
}
