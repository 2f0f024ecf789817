using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Syre.MLNet.Contributions;

namespace Syre.MLNet;

/// <summary>
/// A <see cref="FeatureContributionEstimator"/> for rows of a schema. It computes in memory, by the network and its gradients, and only
/// where its column is read; it cannot be saved.
/// </summary>
/// <remarks>Safe for many threads at once. It does not own the network.</remarks>
public sealed class FeatureContributionTransformer : ITransformer
{
    private readonly IHostEnvironment _env;
    private readonly IntegratedGradients _gradients;
    private readonly FeatureContributionOptions _options;
    private readonly SlotGroups _groups;

    internal FeatureContributionTransformer(
        IHostEnvironment env, IntegratedGradients gradients, FeatureContributionOptions options, SlotGroups groups)
    {
        (_env, _gradients, _options, _groups) = (env, gradients, options, groups);
        Baseline = Array.AsReadOnly(gradients.Baseline());
    }

    /// <summary>
    /// The score at the baseline, for each class or number: a logit, the log-odds of a class, or a number in the label's unit. What
    /// contributions lack to a row's score.
    /// </summary>
    public IReadOnlyList<float> Baseline { get; }

    /// <inheritdoc/>
    bool ITransformer.IsRowToRowMapper => true;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The features are missing or of another size or type.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Mapper(inputSchema).OutputSchema;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The features are missing or of another size or type.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ContributionView(_env, input, Mapper(input.Schema));
    }

    /// <inheritdoc/>
    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => Mapper(inputSchema);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always.</exception>
    void ICanSaveModel.Save(ModelSaveContext ctx) => throw new NotSupportedException(
        "Contributions are computed in memory, by the network's gradients, which no saved model has. Save the model without this step; " +
        "where it is needed, make it of SyreModelFile.Open(path).CreateModel().");

    private ContributionMapper Mapper(DataViewSchema input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ContributionMapper(input, _groups, _options, _gradients);
    }
}
