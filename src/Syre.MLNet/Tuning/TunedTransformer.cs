using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.Torch;

namespace Syre.MLNet;

/// <summary>
/// A fitted <see cref="SyreNetworkTuner"/>: the network that was trained with the best options, and how they were found. It scores and
/// saves as that network does.
/// </summary>
/// <remarks>Safe for many threads at once. Dispose it to dispose of the network.</remarks>
public sealed class TunedTransformer : ISingleFeaturePredictionTransformer<SyreNetworkModel>, IHasCollapseReport, IDisposable
{
    internal TunedTransformer(
        SyreNetworkTransformer network, SyreNetworkOptions options, TuningTrial best, IReadOnlyList<TuningTrial> all, IDataView trials) =>
        (Network, Options, Best, Trials, TrialList) = (network, options, best, trials, all);

    /// <summary>The network.</summary>
    public SyreNetworkTransformer Network { get; }

    /// <summary>The best options: the trainer's with what the best candidate changes, and the seed.</summary>
    public SyreNetworkOptions Options { get; }

    /// <summary>The trial that they are of: the one of rung 2, where its candidate came so far.</summary>
    public TuningTrial Best { get; }

    /// <summary>
    /// All trials, a row each, by number and rung. Columns <c>Trial</c>, <c>Rung</c> and <c>Epochs</c> (Int32), <c>Metric</c> and
    /// <c>Seconds</c> (Double), <c>State</c> (text), <c>IsBest</c> (Boolean); the options that were tried, as <c>LearningRate</c>,
    /// <c>Dropout</c>, <c>LabelSmoothing</c>, <c>WeightDecay</c> and <c>Sigma0</c> (Double), <c>BatchSize</c> (Int32, 0 where the trainer
    /// chose by rows), <c>HiddenLayers</c> and <c>Activation</c> (text); <c>Message</c> (text), why it failed. See
    /// <see cref="TuningTrial"/>.
    /// </summary>
    public IDataView Trials { get; }

    /// <summary>The same as objects.</summary>
    public IReadOnlyList<TuningTrial> TrialList { get; }

    /// <inheritdoc/>
    public SyreNetworkModel Model => Network.Model;

    /// <inheritdoc/>
    public CollapseReport Report => Network.Report;

    /// <inheritdoc/>
    public string FeatureColumnName => Network.FeatureColumnName;

    /// <inheritdoc/>
    public DataViewType FeatureColumnType => Network.FeatureColumnType;

    /// <inheritdoc/>
    bool ITransformer.IsRowToRowMapper => true;

    /// <inheritdoc/>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Network.GetOutputSchema(inputSchema);

    /// <inheritdoc/>
    public IDataView Transform(IDataView input) => Network.Transform(input);

    /// <inheritdoc/>
    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) =>
        ((ITransformer)Network).GetRowToRowMapper(inputSchema);

    /// <inheritdoc/>
    void ICanSaveModel.Save(ModelSaveContext ctx) => ((ICanSaveModel)Network).Save(ctx);

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();
}
