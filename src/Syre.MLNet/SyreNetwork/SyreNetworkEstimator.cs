using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using Syre.MLNet.Diagnostics.Rows;
using Syre.MLNet.Diagnostics.Trainers;
using Syre.MLNet.Inputs;
using Syre.MLNet.Networks;
using Syre.MLNet.Objectives;
using Syre.MLNet.Options;
using Syre.MLNet.Runtime;
using Syre.MLNet.Stock;
using Syre.MLNet.SyreNetwork;
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
/// <item><term>Rows with a missing label</term><description>Are skipped in training and validation, counted and warned of.</description></item>
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
    /// <param name="initialModel">A network of the same shape to start from, its preprocessing included; null for a new one. Of a
    /// regression, the scale of the labels is kept where the earlier predictions fit the new labels, and follows these where they are of
    /// another unit or range; the log then says so. The scale of the features stays, since the first layer has learnt by it; the log warns
    /// of features whose new values are far from it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    /// <exception cref="ArgumentException"><paramref name="initialModel"/> is of another shape or task.</exception>
    /// <exception cref="InvalidOperationException">No row can be trained on, a value is unusable, the device is not there, libtorch failed, or training
    /// diverged in its first epoch.</exception>
    /// <exception cref="OperationCanceledException">The MLContext was cancelled, or the token of the options before the first epoch was complete.</exception>
    /// <exception cref="TrainingFailedException">What follows the last epoch failed; the exception holds the trained network.</exception>
    public SyreNetworkTransformer Fit(IDataView trainData, IDataView? validationData, SyreNetworkModel? initialModel = null)
    {
        ArgumentNullException.ThrowIfNull(trainData);
        validationData ??= _options.ValidationSet;
        DataViewSchema schema = trainData.Schema;
        SchemaChecks.Check(MLNetInternals.ShapeOf(schema), _task, _options);
        SchemaChecks.CheckClasses(schema[_options.LabelColumnName]);
        using IChannel channel = _host.Start("Training");
        if (validationData is not null)
            Check(new ValidationSetCheck(schema, validationData.Schema), channel);

        TorchNative.EnsureLoaded();
        return TorchFailure.Explain($"fitting {TrainerName}", () => Fit(trainData, validationData, initialModel, channel));
    }

    private void Check(ValidationSetCheck validation, IChannel channel)
    {
        validation.SameType("feature", _options.FeatureColumnName);
        validation.SameType("label", _options.LabelColumnName);
        if (_options.ExampleWeightColumnName is { } weight)
            validation.SameType("weight", weight);
        validation.SameSlots(_options.FeatureColumnName, channel);
    }

    private SyreNetworkTransformer Fit(IDataView trainData, IDataView? validationData, SyreNetworkModel? initialModel, IChannel channel)
    {
        torch.Device device = TrainingDevice.Resolve(_options.Device, channel);
        using var state = new TorchState();
        var cancellation = new Cancellation(_host, _options.CancellationToken);
        cancellation.Check();
        using var randomness = new TorchRandomness(_seed, device);
        var plan = new NetworkPlan(_task, _options, _seed, device, randomness, initialModel, cancellation);
        using TrainingSet rows = plan.Read(trainData);
        using TrainingSet? validationRows = validationData is null ? null : plan.ReadLike(validationData, rows);
        Remark(rows, channel);
        validationRows?.Remark(TrainingSetReader.ValidationSet, _options.FeatureColumnName, _options.LabelColumnName, channel);

        using var unfinished = new UnfinishedFit();
        ScoringNetwork network = unfinished.Own(plan.CreateNetwork(rows.Features, _task.Outputs(trainData.Schema[_options.LabelColumnName].Type)));
        state.UseThreads(_options.Threads ?? ThreadCount.For(_options.BatchSize, rows.Labels.Length, network.MultiplicationsPerRow));
        return Train(plan, network, rows, validationRows, trainData.Schema, channel, cancellation, unfinished);
    }

    private SyreNetworkTransformer Train(
        NetworkPlan plan,
        ScoringNetwork network,
        TrainingSet rows,
        TrainingSet? validationRows,
        DataViewSchema schema,
        IChannel channel,
        Cancellation cancellation,
        UnfinishedFit unfinished)
    {
        using var scope = torch.NewDisposeScope();
        (long[] training, long[] heldBack) = RowSplit.Of(rows.Labels.Length, validationRows is null ? _options.ValidationFraction : 0, _seed);
        string[]? featureNames = SlotAnnotation.Of(schema[_options.FeatureColumnName], network.Slots);
        var names = new FeatureNames(_options.FeatureColumnName, featureNames, network.Slots);
        LabelScale? scale = plan.Initialize(network, rows, training, names, channel);
        using var trainingRows = new LabelledRows(rows, training, _task, scale, plan.Device);
        using LabelledRows? chosenBy = validationRows is not null
            ? new LabelledRows(validationRows, RowSplit.All(validationRows.Labels.Length), _task, scale, plan.Device)
            : heldBack.Length > 0 ? new LabelledRows(rows, heldBack, _task, scale, plan.Device) : null;

        plan.TryOut(network, trainingRows);
        network.Sigma0 = _options.Sigma0;
        if (_options.Network is not null)
            OutputCheck.RequireFinite(network, trainingRows, names, cancellation);
        using var sample = new LabelledRows(rows, _options.Collapse.Sample(training), _task, scale, plan.Device);
        CollapseWatch watch = Watch(plan, network, rows.Features, sample, featureNames, cancellation);
        Rehearse(network, scale, watch, schema, plan.Device, channel);
        TrainingOutcome outcome =
            new NetworkTrainer(_task, network, _options, Recipe(), scale, watch, cancellation).Train(trainingRows, chosenBy, channel);
        TrainingSummary summary = outcome.Summary(network, rows, trainingRows.Count, chosenBy?.Count ?? 0, _seed, plan.Device, watch);
        CollapseReport report = watch.NotMeasured;
        try
        {
            (report, RowDiagnostics collapse) = watch.Finish(outcome, chosenBy);
            unfinished.Own(collapse);
            summary = summary with { DiagnosticsDuration = watch.Duration };
            channel.Info(MessageSensitivity.None, string.Create(
                CultureInfo.InvariantCulture,
                $"Trained {summary.Parameters} parameters on {summary.TrainingRows} rows for {summary.Epochs} epochs in {summary.Duration.TotalSeconds:f1} s " +
                $"({summary.StopReason}); epoch {summary.BestEpoch} was kept. Collapse: {report.Verdict}, measured in " +
                $"{summary.DiagnosticsDuration.TotalSeconds:f2} s."));
            var model = new SyreNetworkModel(_task, network, scale, _options, summary, report);
            SyreNetworkTransformer fitted = unfinished.OwnAsWhole(new SyreNetworkTransformer(_host, _temporary, model, collapse, schema, plan.Device));
            _options.Collapse.ActOn(report, channel, stream => _temporary.NewContext().Model.Save(fitted, schema, stream));
            unfinished.HandOver();
            return fitted;
        }
        catch (Exception e) when (TrainingFailedException.Keeps(e))
        {
            unfinished.Release(network);
            throw new TrainingFailedException(new SyreNetworkModel(_task, network, scale, _options, summary, report), e);
        }
    }

    /// <summary>Does with the untrained network what follows the last epoch, so that what would fail then fails now.</summary>
    private void Rehearse(
        ScoringNetwork network, LabelScale? scale, CollapseWatch watch, DataViewSchema schema, torch.Device device, IChannel channel)
    {
        using RowDiagnostics collapse = watch.Rehearse();
        var model = new SyreNetworkModel(_task, network, scale, _options, TrainingOutcome.NotBegun, watch.NotMeasured);
        // Not disposed: it would take the network with it.
        new SyreNetworkTransformer(_host, _temporary, model, collapse, schema, device).Rehearse(schema, channel);
        network.Bounds = null;
    }

    private CollapseWatch Watch(
        NetworkPlan plan, ScoringNetwork network, FeatureMatrix features, LabelledRows sample, string[]? featureNames, Cancellation cancellation)
    {
        var probe = new CollapseProbeOptions { Name = TrainerName, Classes = _task.Classes(network.Outputs), FeatureNames = featureNames };
        if (plan.StartsRandom)
            return new CollapseWatch(_task, network, network, sample, _options.Collapse, probe, cancellation);
        using ScoringNetwork random = plan.CreateRandomNetwork(features, network.Outputs, sample.Order);
        return new CollapseWatch(_task, network, random, sample, _options.Collapse, probe, cancellation);
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
        rows.Remark(TrainingSetReader.TrainingData, _options.FeatureColumnName, _options.LabelColumnName, channel);
        if (_task.ScaleOf([0]) is null && rows.Labels.Distinct().Count() == 1)
            channel.Warning(MessageSensitivity.None,
                $"All {rows.Labels.Length} rows have the same label; the network can only learn to predict it.");
    }
}
