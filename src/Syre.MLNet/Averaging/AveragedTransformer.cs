using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;

namespace Syre.MLNet;

/// <summary>
/// A fitted <see cref="AveragedEstimator"/>: gives the columns of the task, by the average of both models, and saves itself as stock parts
/// of ML.NET (<c>mlContext.Model.Save</c>).
/// </summary>
/// <remarks>
/// Columns of the same names that the two give stay hidden behind those of the average. Safe for many threads at once where the other model
/// is. Dispose it to dispose of both models.
/// </remarks>
public sealed class AveragedTransformer : ITransformer, IDisposable
{
    private readonly StockChain _chain;

    internal AveragedTransformer(SyreNetworkTransformer network, ITransformer other, double networkWeight, StockChain chain) =>
        (Network, Other, NetworkWeight, _chain) = (network, other, networkWeight, chain);

    /// <summary>The network.</summary>
    public SyreNetworkTransformer Network { get; }

    /// <summary>The other model, of all rows.</summary>
    public ITransformer Other { get; }

    /// <summary>How much the network counts, from 0 to 1; the other counts the rest.</summary>
    public double NetworkWeight { get; }

    /// <inheritdoc/>
    bool ITransformer.IsRowToRowMapper => true;

    /// <inheritdoc/>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => _chain.Chain.GetOutputSchema(inputSchema);

    /// <inheritdoc/>
    public IDataView Transform(IDataView input) => _chain.Chain.Transform(input);

    /// <inheritdoc/>
    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) =>
        ((ITransformer)_chain.Chain).GetRowToRowMapper(inputSchema);

    /// <inheritdoc/>
    void ICanSaveModel.Save(ModelSaveContext ctx) => ((ICanSaveModel)_chain.Chain).Save(ctx);

    /// <inheritdoc/>
    public void Dispose()
    {
        _chain.Dispose();
        Network.Dispose();
        (Other as IDisposable)?.Dispose();
    }
}
