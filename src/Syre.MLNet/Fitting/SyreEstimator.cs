using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Syre.MLNet.Checkpoints;
using Syre.MLNet.Diagnostics.Rows;
using Syre.MLNet.Fitting;
using Syre.MLNet.Heads;
using Syre.MLNet.Inputs;
using Syre.MLNet.Runtime;
using Syre.MLNet.Stock;
using Syre.MLNet.Training;
using Syre.Torch;
using TorchSharp;

namespace Syre.MLNet;

/// <summary>
/// What all trainers of this library have in common: columns are checked, then rows are read, a network is trained and a model made of it.
/// </summary>
/// <typeparam name="TOptions">The trainer's options.</typeparam>
/// <typeparam name="TTransformer">Its fitted model.</typeparam>
public abstract class SyreEstimator<TOptions, TTransformer> : IEstimator<TTransformer>
    where TOptions : SyreTrainerOptions
    where TTransformer : class, ITransformer
{
    private readonly string _name;
    private readonly IHost _host;
    private readonly TemporaryFolder _temporary;
    private readonly IReadOnlyList<PredictionTask> _tasks;
    private readonly long _seed;

    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; all that are, are listed.</exception>
    private protected SyreEstimator(IHostEnvironment env, string name, IReadOnlyList<PredictionTask> tasks, TOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var violations = new Violations();
        options.AddTo(violations);
        violations.Require(options is { CheckpointDirectory: null } or { Seed: not null } || MLNetInternals.Seed(env) is not null,
            "CheckpointDirectory needs a seed, since a training that is started again must draw the same numbers; set Seed, " +
            "or make the MLContext with one.");
        options.AddTo(violations, tasks[0].Objective.IsScaled);
        violations.ThrowIfOutOfRange(typeof(TOptions).Name);
        _host = env.Register(name);
        (_name, _temporary, _tasks, Options) = (name, new TemporaryFolder(env), tasks, options);
        // Drawn here and not in Fit, so that a second Fit of the same rows gives the same network.
        _seed = options.Seed ?? _host.Rand.NextInt64();
    }

    /// <summary>The options.</summary>
    internal TOptions Options { get; }

    /// <summary>Where it was made.</summary>
    internal IHostEnvironment Environment => _host;

    /// <summary>The seed of its trainings.</summary>
    internal long Seed => _seed;

    /// <summary>What it may be trained for.</summary>
    internal IReadOnlyList<PredictionTask> Tasks => _tasks;

    /// <summary>The columns that a row's inputs are made of.</summary>
    private protected abstract IEnumerable<InputColumn> InputColumns { get; }

    /// <summary>The columns after the trainer: those before it, then those of the task.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        PredictionTask task = Check(inputSchema);
        string features = "__SyreFeatures";
        while (inputSchema.Any(column => column.Name == features))
            features = $"_{features}";
        SchemaShape.Column vector = MLNetInternals.ShapeColumn(
            features, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, isKey: false, null);
        SchemaShape shape = task.Head.StockShape(
            new SchemaShape(inputSchema.Append(vector)), Options.LabelColumnName, features, Options.ExampleWeightColumnName);
        bool ofNumbers = task.Objective.IsScaled;
        return CollapseSchema.Append(
            IntervalColumns.Append(
                new SchemaShape(shape.Where(column => column.Name != features)), Options.IntervalColumnNames(ofNumbers), ofNumbers),
            Options.Collapse);
    }

    /// <summary>Trains on all rows of <paramref name="input"/> but those held back.</summary>
    /// <inheritdoc cref="Fit(IDataView, IDataView)" path="/exception"/>
    public TTransformer Fit(IDataView input) => Fit(input, null);

    /// <summary>Trains, optionally with rows of the caller's own to choose the best epoch by.</summary>
    /// <param name="trainData">The training rows.</param>
    /// <param name="validationData">Rows to choose the best epoch by; null for <see cref="SyreTrainerOptions.ValidationSet"/> or a
    /// share of the training rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    /// <exception cref="InvalidOperationException">No row can be trained on, a value is unusable, the device is not there, libtorch failed,
    /// or training diverged in its first epoch.</exception>
    /// <exception cref="OperationCanceledException">The MLContext was cancelled, or the token of the options before the first
    /// epoch was complete.</exception>
    /// <exception cref="TrainingFailedException">What follows the last epoch failed; the exception holds the trained network.</exception>
    public TTransformer Fit(IDataView trainData, IDataView? validationData) => Fit(trainData, validationData, null);

    /// <summary>Trains on from an earlier model, where there is one.</summary>
    internal TTransformer Fit(IDataView trainData, IDataView? validationData, SyreModel? initialModel)
    {
        ArgumentNullException.ThrowIfNull(trainData);
        validationData ??= Options.ValidationSet;
        DataViewSchema schema = trainData.Schema;
        PredictionTask task = Check(MLNetInternals.ShapeOf(schema));
        DataViewSchema.Column? label = task.Objective.HasLabel ? schema[Options.LabelColumnName] : null;
        if (label is { } column)
            task.Objective.CheckLabel(column);
        using IChannel channel = _host.Start("Training");
        if (validationData is not null)
            new ValidationSetCheck(schema, validationData.Schema).Check([.. InputColumns, .. LabelAndWeight(task)], channel);
        using (FitPhase.Begin("load libtorch"))
            TorchNative.EnsureLoaded();
        return TorchFailure.Explain($"fitting {_name}", () =>
        {
            using EarlierNetwork? earlier = Earlier(initialModel, task, label);
            return Fit(task, trainData, validationData, earlier, channel);
        });
    }

    private EarlierNetwork? Earlier(SyreModel? model, PredictionTask task, DataViewSchema.Column? label)
    {
        if (model is not null)
            return EarlierNetwork.Create(model, owned: false, carries: false, task, label);
        return Options.InitialModel is { } initial
            ? EarlierNetwork.Create(ModelOf(initial, _temporary.NewContext()), owned: initial.Path is not null,
                initial.CarriesOptimizerState, task, label)
            : null;
    }

    /// <summary>The model to go on from; of a file it is a new one.</summary>
    /// <param name="initial">Where it is.</param>
    /// <param name="context">Loads a file.</param>
    private protected abstract SyreModel ModelOf(InitialModel initial, MLContext context);

    /// <summary>Trains.</summary>
    /// <param name="context">What the fit runs in.</param>
    /// <param name="task">What to train for.</param>
    /// <param name="train">The training rows.</param>
    /// <param name="validation">Rows to choose the epoch by; null for a share of the training rows.</param>
    /// <param name="earlier">The network to start from; null for a new one.</param>
    private protected abstract TTransformer Fit(
        FitContext context, PredictionTask task, IDataView train, IDataView? validation, EarlierNetwork? earlier);

    private TTransformer Fit(PredictionTask task, IDataView train, IDataView? validation, EarlierNetwork? earlier, IChannel channel)
    {
        torch.Device device = TrainingDevice.Resolve(Options.Device, channel);
        using var state = new TorchState();
        var cancellation = new Cancellation(_host, Options.CancellationToken);
        cancellation.Check();
        using var randomness = new TorchRandomness(_seed, device);
        using CheckpointStore? checkpoints = Options.CheckpointDirectory is { } folder ? new CheckpointStore(folder) : null;
        DataViewSchema schema = earlier?.Extend(train.Schema, Options.LabelColumnName) ?? train.Schema;
        // With the earlier classes there may be too many.
        if (schema != train.Schema)
            task.Objective.CheckLabel(schema[Options.LabelColumnName]);
        TTransformer fitted = Fit(
            new FitContext(_name, _host, _temporary, schema, _seed, device, state, randomness, channel, cancellation, checkpoints),
            task, train, validation, earlier);
        checkpoints?.RemoveEnded(channel);
        return fitted;
    }

    /// <summary>What it is trained for on rows of this shape.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    internal PredictionTask Check(SchemaShape input)
    {
        PredictionTask task = PredictionTask.For(_tasks, SchemaChecks.Find(input, Options.LabelColumnName));
        if (task.Objective.MetricProblem(Options.Metric) is { } remedy)
        {
            throw new ArgumentOutOfRangeException(
                nameof(input), $"{nameof(Options.Metric)} is {Options.Metric}, which does not measure {task.Name}; {remedy}.");
        }

        if (Options.IntervalColumnNames(task.Objective.IsScaled).Count > 0 && task.Head is VectorRegressionHead)
        {
            throw new ArgumentOutOfRangeException(
                nameof(input), $"Interval is for one number or for classes, and label '{Options.LabelColumnName}' is several numbers. " +
                "Train a network for each, or leave it null.");
        }

        InputColumn[] keys = Options.SamplingKeyColumnName is { } key
            ? [InputColumn.SamplingKey(key, nameof(Options.SamplingKeyColumnName))]
            : [];
        SchemaChecks.Check(input, [.. InputColumns, .. LabelAndWeight(task), .. keys]);
        return task;
    }

    private IEnumerable<InputColumn> LabelAndWeight(PredictionTask task)
    {
        if (task.Objective.HasLabel)
            yield return new InputColumn("label", Options.LabelColumnName, nameof(Options.LabelColumnName), task.Objective.LabelProblem);
        if (Options.ExampleWeightColumnName is { } weight)
            yield return InputColumn.Weight(weight, nameof(Options.ExampleWeightColumnName));
    }
}
