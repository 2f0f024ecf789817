using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Syre.MLNet.Contributions;
using Syre.MLNet.Stock;

namespace Syre.MLNet;

/// <summary>
/// Adds a column of what each feature contributed to the score of a network
/// (<see cref="FeatureContributionCatalogExtensions.CalculateFeatureContribution(TransformsCatalog, SyreNetworkModel,
/// FeatureContributionOptions)"/>). It learns nothing.
/// </summary>
/// <remarks>
/// <para>
/// Contributions are integrated gradients (Sundararajan, Taly and Yan 2017, arXiv 1703.01365): on the way from a baseline to the row, what
/// each feature's change changes of the score. They add up to the score less that of the baseline, but for the error of as many steps as
/// the way is cut into (<see cref="FeatureContributionOptions.Steps"/>).
/// </para>
/// <para>
/// The baseline is the row that the network takes for ordinary: each feature at its training median, which is also what it fills in for a
/// missing one, no value missing, and 0 in sparse columns and with <see cref="SyreNetworkOptions.ScaleFeatures"/> = false. The way is
/// straight in the features as they are scaled and clipped. What a missing value contributes is that it is missing. Of an ensemble each
/// member goes its own way, of its own medians, and the score is that of all.
/// </para>
/// <para>
/// Scores are: of two classes the logit, which <c>Score</c> has; of several the log-odds of one class, ln(p/(1 − p)), p being its
/// <c>Score</c>; of numbers <c>Score</c> in the label's unit. A row without a score has contributions that are all NaN.
/// </para>
/// </remarks>
public sealed class FeatureContributionEstimator : IEstimator<FeatureContributionTransformer>
{
    private readonly IHostEnvironment _env;
    private readonly SyreNetworkModel _model;
    private readonly FeatureContributionOptions _options;

    internal FeatureContributionEstimator(IHostEnvironment env, SyreNetworkModel model, FeatureContributionOptions options)
    {
        (_env, _model, _options) = (env, model, options);
        int outputs = model.ScoringNetwork.Outputs;
        if (options.Output >= outputs)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), $"Output is {options.Output}; the network has {outputs} outputs, from 0.");
        }
    }

    private InputColumn Features =>
        InputColumn.Vector("feature", _model.Options.FeatureColumnName, nameof(SyreNetworkOptions.FeatureColumnName));

    /// <summary>The columns after this: those before it and the contributions.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The features are missing or of the wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaChecks.Check(inputSchema, [Features]);
        bool named = _options.SumByColumn
            || SchemaChecks.Find(SchemaChecks.Find(inputSchema, Features.Name)!.Value.Annotations, "SlotNames") is not null;
        return new SchemaShape(inputSchema.Where(column => column.Name != _options.OutputColumnName).Append(MLNetInternals.ShapeColumn(
            _options.OutputColumnName, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, isKey: false,
            named ? SlotAnnotation.Shape : null)));
    }

    /// <summary>The transformer for rows like these, none of which is read.</summary>
    /// <param name="input">Rows with the features that the network was trained on.</param>
    /// <exception cref="ArgumentOutOfRangeException">The features are missing, of the wrong type or of another size than in training, or
    /// slots are to be added up by columns and it is not known of which they are.</exception>
    public FeatureContributionTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        SchemaChecks.Check(MLNetInternals.ShapeOf(input.Schema), [Features]);
        DataViewSchema.Column features = input.Schema[Features.Name];
        return new FeatureContributionTransformer(
            _env, new IntegratedGradients(_model, ((VectorDataViewType)features.Type).Size, _options), _options,
            _options.SumByColumn ? SlotGroups.ByColumn(features, input.Schema, _options.SlotColumns) : SlotGroups.EachSlot(features));
    }
}
