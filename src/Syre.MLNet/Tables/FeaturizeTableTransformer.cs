using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet;

/// <summary>
/// A fitted <see cref="FeaturizeTableEstimator"/>: a chain of ML.NET's own transformers, which is what it saves
/// (<c>mlContext.Model.Save</c>), so that an app with Microsoft.ML alone loads it. Safe for many threads at once.
/// </summary>
public sealed class FeaturizeTableTransformer : ITransformer
{
    private readonly ITransformer _chain;

    internal FeaturizeTableTransformer(ITransformer chain, TablePlan plan) => (_chain, Plan) = (chain, plan);

    /// <summary>What was made of each column, and why. A saved file does not have it.</summary>
    public TablePlan Plan { get; }

    /// <inheritdoc/>
    bool ITransformer.IsRowToRowMapper => true;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => _chain.GetOutputSchema(inputSchema);

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    public IDataView Transform(IDataView input) => _chain.Transform(input);

    /// <inheritdoc/>
    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => _chain.GetRowToRowMapper(inputSchema);

    /// <inheritdoc/>
    void ICanSaveModel.Save(ModelSaveContext ctx) => _chain.Save(ctx);
}
