using Microsoft.ML;
using Microsoft.ML.Runtime;
using Syre.MLNet.Fitting;
using Syre.MLNet.Heads;
using Syre.MLNet.Stock;
using Syre.MLNet.SyreNetwork;

namespace Syre.MLNet;

/// <summary>
/// Trains a neural network with syre on a column of features: binary classification, multiclass classification or regression, by the
/// catalog it was made from (<c>mlContext.BinaryClassification.Trainers.SyreNetwork</c> and its like).
/// </summary>
/// <remarks>
/// <para>
/// Input columns: a label (Boolean, key or Single, by the task; for a regression of several numbers a vector of Single), a vector of Single
/// of known size, dense or sparse, and optionally a weight (Single). Output columns: those of ML.NET's own trainers of the task, and
/// <c>Collapse</c> (<see cref="CollapseOptions.ColumnName"/>); with <see cref="SyreNetworkOptions.Interval"/> also <c>Lower</c> and
/// <c>Upper</c>, or <c>PredictedSet</c>.
/// </para>
/// <list type="table">
/// <listheader><term>Trainer characteristics</term><description></description></listheader>
/// <item><term>Normalisation required?</term><description>No: the network begins with robust scaling.</description></item>
/// <item><term>Caching required?</term><description>No: rows are read once and kept in memory.</description></item>
/// <item><term>Rows with a missing feature</term><description>Are trained on and scored: the network fills in the median, and an input
/// tells of slots that were missing in training (<see cref="SyreTrainerOptions.MissingValues"/>).</description></item>
/// <item><term>Rows with a missing label</term><description>Are skipped in training and validation, counted and
/// warned of.</description></item>
/// <item><term>Required NuGet in addition to Microsoft.ML</term><description>Syre.MLNet and a libtorch package to train;
/// Microsoft.ML.OnnxTransformer and Microsoft.ML.OnnxRuntime to score a saved model.</description></item>
/// <item><term>Exportable to ONNX</term><description>A saved model holds its network as ONNX; <c>ConvertToOnnx</c> does not know
/// this type.</description></item>
/// </list>
/// <para>
/// Not available, since ML.NET keeps the needed interfaces to itself: <c>OneVersusAll</c>, <c>PairwiseCoupling</c>,
/// <c>ChangeModelThreshold</c>, and the overloads of <c>PermutationFeatureImportance</c> that search a chain for its predictor (the generic
/// overload works). <c>CalculateFeatureContribution</c> is an overload of this library's own.
/// </para>
/// <para>Algorithm: RealMLP-TD (arXiv 2407.04491) trained with syre (arXiv 2408.15495).</para>
/// </remarks>
public sealed class SyreNetworkEstimator : SyreEstimator<SyreNetworkOptions, SyreNetworkTransformer>
{
    internal SyreNetworkEstimator(IHostEnvironment env, IReadOnlyList<PredictionTask> tasks, SyreNetworkOptions options)
        : base(env, "SyreNetwork", tasks, options)
    {
    }

    /// <inheritdoc/>
    private protected override IEnumerable<InputColumn> InputColumns =>
        [InputColumn.Vector("feature", Options.FeatureColumnName, nameof(Options.FeatureColumnName))];

    /// <summary>Trains on from an earlier network.</summary>
    /// <param name="trainData">The training rows.</param>
    /// <param name="validationData">Rows to choose the best epoch by; null for <see cref="SyreTrainerOptions.ValidationSet"/> or a
    /// fraction of the training rows.</param>
    /// <param name="initialModel">A network of the same shape to start from, its preprocessing included; null for a new one. Of a
    /// regression, the scale of the labels is kept where the earlier predictions fit the new labels, and follows these where they
    /// are of another unit or range; the log then says so. The scale of the features stays, since the first layer has learnt by
    /// it; the log warns of features whose new values are far from it. The same as <see cref="SyreTrainerOptions.InitialModel"/>,
    /// in whose place it comes.</param>
    /// <inheritdoc cref="SyreEstimator{TOptions, TTransformer}.Fit(IDataView, IDataView)" path="/exception"/>
    /// <exception cref="ArgumentException"><paramref name="initialModel"/> is of another shape or task.</exception>
    public SyreNetworkTransformer Fit(IDataView trainData, IDataView? validationData, SyreNetworkModel? initialModel) =>
        Fit(trainData, validationData, (SyreModel?)initialModel);

    /// <inheritdoc/>
    private protected override SyreModel ModelOf(InitialModel initial, MLContext context) => initial.Path is { } path
        ? SyreModelFile.Open(path).CreateModel(Options.Network)
        : EarlierModels.Find<SyreNetworkModel>(initial.Transformer!);

    /// <inheritdoc/>
    private protected override SyreNetworkTransformer Fit(
        FitContext context, PredictionTask task, IDataView train, IDataView? validation, EarlierNetwork? earlier)
    {
        if (Options.Ignored().ToArray() is { Length: > 0 } ignored)
        {
            context.Channel.Warning(MessageSensitivity.None,
                $"{string.Join(", ", ignored)} do not apply to a network of {nameof(Options.Network)}: " +
                "build it as you want it in the function, and leave them at their defaults.");
        }
        task = task with { Objective = task.Objective.Transforming(Options.TargetTransform) };
        using FittedNetwork fitted = new TabularFit(context, task.Objective, Options, earlier).Run(
            train, validation, untrained => Whole(Model(untrained), untrained.Diagnostics).Rehearse(context.Schema, context.Channel));
        return fitted.Complete(Model, Whole, whole => Options.Collapse.ActOn(
            fitted.Report, context.Channel, stream => context.Temporary.NewContext().Model.Save(whole, context.Schema, stream)));

        SyreNetworkModel Model(FittedNetwork network) => Create(network, null);

        SyreNetworkModel Create(FittedNetwork network, Diagnostics.Rows.RowDiagnostics? diagnostics) =>
            new(task with { Objective = network.Objective }, network.Network, Options with { InitialModel = null },
                network.Summary, network.Report)
            {
                Origin = network.Origin,
                OptimizerState = network.OptimizerState,
                Members = [.. network.Members.Select(member => Create(member, member.KnownDiagnostics))],
                Diagnostics = diagnostics,
            };

        SyreNetworkTransformer Whole(SyreNetworkModel model, Diagnostics.Rows.RowDiagnostics diagnostics) =>
            new(new HeadHost(context.Host, context.Temporary), model, diagnostics, context.Schema, context.Device);
    }
}
