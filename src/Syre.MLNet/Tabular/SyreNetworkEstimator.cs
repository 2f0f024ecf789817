using Microsoft.ML;
using Microsoft.ML.Runtime;
using Syre.MLNet.Data;
using Syre.MLNet.Diagnostics;
using Syre.MLNet.Interop;
using Syre.MLNet.Tabular;
using Syre.MLNet.Tasks;
using Syre.MLNet.Training;
using Syre.Torch;
using TorchSharp;

namespace Syre.MLNet;

/// <summary>
/// Trains a neural network with syre on a column of features: binary classification, multiclass classification or regression, by the catalog it was made
/// from (<c>mlContext.BinaryClassification.Trainers.SyreNetwork</c> and its like).
/// </summary>
/// <remarks>
/// <para>Input columns: a label (Boolean, key or Single, by the task), a vector of Single of known size, dense or sparse, and optionally a weight
/// (Single). Output columns: those of ML.NET's own trainers of the task, and <c>Collapse</c>
/// (<see cref="CollapseOptions.ColumnName"/>).</para>
/// <list type="table">
/// <listheader><term>Trainer characteristics</term><description></description></listheader>
/// <item><term>Normalisation required?</term><description>No: the network begins with robust scaling.</description></item>
/// <item><term>Caching required?</term><description>No: rows are read once and kept in memory.</description></item>
/// <item><term>Rows with a missing feature</term><description>Are skipped in training, and get NaN scores.</description></item>
/// <item><term>Required NuGet in addition to Microsoft.ML</term><description>Syre.MLNet and a libtorch package to train; Microsoft.ML.OnnxTransformer
/// and Microsoft.ML.OnnxRuntime to score a saved model.</description></item>
/// <item><term>Exportable to ONNX</term><description>A saved model holds its network as ONNX; <c>ConvertToOnnx</c> does not know this type.</description></item>
/// </list>
/// <para>Not available, since ML.NET keeps the needed interfaces to itself: <c>OneVersusAll</c>, <c>PairwiseCoupling</c>,
/// <c>ChangeModelThreshold</c>, <c>CalculateFeatureContribution</c>, and the overloads of <c>PermutationFeatureImportance</c> that search a chain for
/// its predictor (the generic overload works).</para>
/// <para>Algorithm: RealMLP-TD (arXiv 2407.04491) trained with syre (arXiv 2408.15495).</para>
/// </remarks>
public sealed class SyreNetworkEstimator : IEstimator<SyreNetworkTransformer>
{
    private const string TrainerName = "SyreNetwork";

    /// <summary>The learning rate of a user's own network, whose layers are not in RealMLP's parametrisation: PyTorch's for AdamW.</summary>
    private const double OwnNetworkLearningRate = 1e-3;

    private readonly IHost _host;
    private readonly TemporaryFolder _temporary;
    private readonly PredictionTask _task;
    private readonly SyreNetworkOptions _options;
    private readonly long _seed;

    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; all that are, are listed.</exception>
    internal SyreNetworkEstimator(IHostEnvironment env, PredictionTask task, SyreNetworkOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        OptionChecks.ThrowIfAny(options.Violations(), nameof(SyreNetworkOptions));
        _host = env.Register(TrainerName);
        (_temporary, _task, _options) = (new TemporaryFolder(env), task, options);
        // Drawn here and not in Fit, so that a second Fit of the same rows gives the same network.
        _seed = options.Seed ?? _host.Rand.NextInt64();
    }

    /// <summary>The columns after the trainer: those before it, then those of the task.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaChecks.Check(inputSchema, _task, _options);
        SchemaShape shape = _task.StockShape(inputSchema, _options.LabelColumnName, _options.FeatureColumnName, _options.ExampleWeightColumnName);
        return CollapseSchema.Append(shape, _options.Collapse);
    }

    /// <summary>Trains on all rows of <paramref name="input"/> but those held back for validation.</summary>
    /// <inheritdoc cref="Fit(IDataView, IDataView, SyreNetworkModel)" path="/exception"/>
    public SyreNetworkTransformer Fit(IDataView input) => Fit(input, null);

    /// <summary>Trains, optionally with rows of the caller's own to choose the best epoch by, and optionally on from an earlier network.</summary>
    /// <param name="trainData">The training rows.</param>
    /// <param name="validationData">Rows to choose the best epoch by; null for <see cref="SyreTrainerOptions.ValidationSet"/> or a fraction of the training
    /// rows.</param>
    /// <param name="initialModel">A network of the same shape to start from, its preprocessing included; null for a new one.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    /// <exception cref="ArgumentException"><paramref name="initialModel"/> is of another shape or task.</exception>
    /// <exception cref="InvalidOperationException">No row can be trained on, a value is unusable, the device is not there, or training diverged in its first
    /// epoch.</exception>
    public SyreNetworkTransformer Fit(IDataView trainData, IDataView? validationData, SyreNetworkModel? initialModel = null)
    {
        ArgumentNullException.ThrowIfNull(trainData);
        validationData ??= _options.ValidationSet;
        SchemaChecks.Check(MLNetInternals.ShapeOf(trainData.Schema), _task, _options);
        if (validationData is not null)
            SchemaChecks.Check(MLNetInternals.ShapeOf(validationData.Schema), _task, _options);

        TorchNative.EnsureLoaded();
        using IChannel channel = _host.Start("Training");
        torch.Device device = TrainingDevice.Resolve(_options.Device, channel);
        using var state = new TorchState();
        using var randomness = new TorchRandomness(_seed, device);
        var plan = new NetworkPlan(_task, _options, _seed, device, randomness, initialModel);
        using TrainingSet rows = plan.Read(trainData);
        using TrainingSet? validationRows = validationData is null ? null : plan.ReadLike(validationData, rows);
        Remark(rows, channel);

        DataViewSchema schema = trainData.Schema;
        ScoringNetwork network = plan.CreateNetwork(rows.Features, _task.Outputs(schema[_options.LabelColumnName].Type));
        try
        {
            state.UseThreads(_options.Threads ?? ThreadCount.For(_options.BatchSize, rows.Labels.Length, network.MultiplicationsPerRow));
            string[]? names = SlotAnnotation.Of(schema[_options.FeatureColumnName], network.Slots);
            (SyreNetworkModel model, CollapseColumn collapse) = Train(plan, network, rows, validationRows, names, initialModel?.Scale, channel);
            _options.Collapse.ActOn(model.Report, channel);
            return new SyreNetworkTransformer(_host, _temporary, model, collapse, schema, device);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private (SyreNetworkModel Model, CollapseColumn Collapse) Train(
        NetworkPlan plan,
        ScoringNetwork network,
        TrainingSet rows,
        TrainingSet? validationRows,
        string[]? featureNames,
        LabelScale? earlierScale,
        IChannel channel)
    {
        using var scope = torch.NewDisposeScope();
        LabelScale? scale = earlierScale ?? _task.ScaleOf(rows.Labels);
        (long[] training, long[] heldBack) = RowSplit.Of(rows.Labels.Length, validationRows is null ? _options.ValidationFraction : 0, _seed);
        using var trainingRows = new LabelledRows(rows, training, _task, scale, plan.Device);
        using LabelledRows? chosenBy = validationRows is not null
            ? new LabelledRows(validationRows, RowSplit.All(validationRows.Labels.Length), _task, scale, plan.Device)
            : heldBack.Length > 0 ? new LabelledRows(rows, heldBack, _task, scale, plan.Device) : null;

        plan.Initialize(network, rows.Features, trainingRows.Order);
        using CollapseWatch watch = Watch(plan, network, rows.Features, new LabelledRows(rows, _options.Collapse.Sample(training), _task, scale, plan.Device), featureNames);
        TrainingRecipe recipe = Recipe();
        TrainingOutcome outcome = new NetworkTrainer(_task, network, _options, recipe, scale, watch).Train(trainingRows, chosenBy, channel);
        (CollapseReport report, CollapseColumn collapse) = watch.Finish(
            outcome, chosenBy, _options.Network is null ? _options.StaticBiasScale : null);
        TrainingSummary summary = outcome.Summary(network, rows.Skipped, trainingRows.Count, chosenBy?.Count ?? 0, _seed, plan.Device, watch);
        channel.Info(MessageSensitivity.None,
            $"Trained {summary.Parameters} parameters on {summary.TrainingRows} rows for {summary.Epochs} epochs in {summary.Duration.TotalSeconds:f1} s " +
            $"({summary.StopReason}); epoch {summary.BestEpoch} was kept. Collapse: {report.Verdict}, measured in {summary.DiagnosticsDuration.TotalSeconds:f2} s.");
        return (new SyreNetworkModel(_task, network, scale, _options, summary, report), collapse);
    }

    private CollapseWatch Watch(NetworkPlan plan, ScoringNetwork network, FeatureMatrix features, LabelledRows sample, string[]? featureNames)
    {
        var probe = new CollapseProbeOptions { Name = TrainerName, Classes = _task.Classes(network.Outputs), FeatureNames = featureNames };
        if (plan.StartsRandom)
            return new CollapseWatch(_task, network, network, sample, _options.Collapse, probe);
        using ScoringNetwork random = plan.CreateRandomNetwork(features, network.Outputs, sample.Order);
        return new CollapseWatch(_task, network, random, sample, _options.Collapse, probe);
    }

    private TrainingRecipe Recipe() => new(
        _options.LearningRate ?? (_options.Network is null ? _task.DefaultLearningRate : OwnNetworkLearningRate),
        _options.Network is null ? 0.95 : 0.999,
        _options.Dropout,
        _options.LabelSmoothing,
        _options.Syre,
        _seed);

    private void Remark(TrainingSet rows, IChannel channel)
    {
        if (rows.Skipped > 0)
            channel.Warning(MessageSensitivity.None,
                $"{rows.Skipped} rows with a missing feature (NaN in '{_options.FeatureColumnName}') are left out of training.");
        if (_task.ScaleOf([0]) is null && rows.Labels.Distinct().Count() == 1)
            channel.Warning(MessageSensitivity.None,
                $"All {rows.Labels.Length} rows have the same label; the network can only learn to predict it.");
    }
}
