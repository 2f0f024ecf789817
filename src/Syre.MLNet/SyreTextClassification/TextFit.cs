using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using Syre.MLNet.Diagnostics.Rows;
using Syre.MLNet.Diagnostics.Trainers;
using Syre.MLNet.Inputs;
using Syre.MLNet.Inputs.Text;
using Syre.MLNet.Networks;
using Syre.MLNet.Runtime;
using Syre.MLNet.Stock;
using Syre.MLNet.Tasks;
using Syre.MLNet.Training;
using Syre.Torch;
using TorchSharp;

namespace Syre.MLNet.SyreTextClassification;

/// <summary>One network of texts whose n-grams are known.</summary>
/// <param name="task">The task.</param>
/// <param name="options">The options.</param>
/// <param name="seed">The training's seed.</param>
/// <param name="inputs">What the network reads of a row.</param>
/// <param name="device">Where it is trained.</param>
/// <param name="cancellation">Asked at every row and step.</param>
internal sealed class TextFit(
    PredictionTask task, SyreTextClassificationOptions options, long seed, TextInputs inputs, torch.Device device, Cancellation cancellation)
{
    /// <summary>The rate of the direct weights, whose inputs are of length 1.</summary>
    private const double DefaultLearningRate = 0.01;

    private static readonly FeatureStorage s_sparse = new(Sparse: true, Compact: false, Slots: null);

    /// <summary>Trains the network, measures it, and makes a transformer of it.</summary>
    /// <param name="name">Name of the trainer, for the report.</param>
    /// <param name="tokens">Training rows as keys.</param>
    /// <param name="heldBack">Rows held back as keys, which are profiled; or null.</param>
    /// <param name="choosesEpoch">Whether the epoch is chosen by them too.</param>
    /// <param name="outputs">Number of outputs.</param>
    /// <param name="state">Torch's state, for the number of threads.</param>
    /// <param name="channel">The log.</param>
    /// <param name="unfinished">Owns network and diagnostics until the fitted model does.</param>
    /// <param name="complete">Makes what is asked for of the trained model; what fails there leaves the network to <see cref="TrainingFailedException"/>.</param>
    public SyreTextClassificationTransformer Train(
        string name,
        IDataView tokens,
        IDataView? heldBack,
        bool choosesEpoch,
        int outputs,
        TorchState state,
        IChannel channel,
        UnfinishedFit unfinished,
        Func<SyreTextClassificationModel, RowDiagnostics, SyreTextClassificationTransformer> complete)
    {
        using TrainingSet rows = Read(tokens, TrainingSetReader.TrainingData, channel);
        using TrainingSet? unseen = heldBack is null ? null : Read(heldBack, TrainingSetReader.ValidationSet, channel);
        TextNetwork network = unfinished.Own(CreateNetwork(outputs));
        using var scope = torch.NewDisposeScope();
        double entries = rows.Features.MeanEntries;
        state.UseThreads(options.Threads ?? ThreadCount.For(options.BatchSize, rows.Labels.Length, 3.0 * entries * (outputs + options.HiddenUnits)));
        long[] training = RowSplit.All(rows.Labels.Length);
        using LabelledRows trainingRows = Rows(rows, training), sample = Rows(rows, options.Collapse.Sample(training));
        using LabelledRows? unseenRows = unseen is null ? null : Rows(unseen, RowSplit.All(unseen.Labels.Length));
        LabelledRows? chosenBy = choosesEpoch ? unseenRows : null;

        Initialize(network, rows, trainingRows);
        network.Sigma0 = options.Sigma0;
        var probe = new CollapseProbeOptions { Name = name, Classes = task.Classes(outputs) };
        var watch = new CollapseWatch(task, network, network, sample, options.Collapse, probe, cancellation);
        var recipe = new TrainingRecipe(
            options.LearningRate ?? DefaultLearningRate, 0.999, options.Dropout, options.LabelSmoothing, options.Syre, seed);
        TrainingOutcome outcome = new NetworkTrainer(task, network, options, recipe, null, watch, cancellation).Train(trainingRows, chosenBy, channel);
        TrainingSummary summary = outcome.Summary(network, rows, trainingRows.Count, chosenBy?.Count ?? 0, seed, device, watch);
        CollapseReport report = watch.NotMeasured;
        try
        {
            (report, RowDiagnostics collapse) = watch.Finish(outcome, unseenRows);
            unfinished.Own(collapse);
            summary = summary with { DiagnosticsDuration = watch.Duration };
            channel.Info(MessageSensitivity.None, string.Create(
                CultureInfo.InvariantCulture,
                $"Trained {summary.Parameters} parameters, {inputs.Table.Rows} n-grams, on {summary.TrainingRows} texts for {summary.Epochs} epochs in " +
                $"{summary.Duration.TotalSeconds:f1} s ({summary.StopReason}); epoch {summary.BestEpoch} was kept. Collapse: {report.Verdict}."));
            return complete(new SyreTextClassificationModel(task, network, options, summary, report), collapse);
        }
        catch (Exception e) when (TrainingFailedException.Keeps(e))
        {
            unfinished.Release(network);
            throw new TrainingFailedException(new SyreTextClassificationModel(task, network, options, summary, report), e);
        }
    }

    /// <summary>
    /// Does with an untrained network and the smallest of tables what follows the last epoch, so that what would fail then fails now: names, the temporary
    /// folder, the runtime.
    /// </summary>
    /// <param name="name">Name of the trainer, for the report.</param>
    /// <param name="outputs">Number of outputs.</param>
    /// <param name="create">Makes the transformer.</param>
    public void Rehearse(string name, int outputs, Func<SyreTextClassificationModel, RowDiagnostics, SyreTextClassificationTransformer> create)
    {
        using var scope = torch.NewDisposeScope();
        TextNetwork network = CreateNetwork(outputs);
        var report = new CollapseReport { Name = name, Rows = 0, Layers = [] };
        var hidden = new DiagnosedLayer("hidden", 0, options.HiddenUnits, HasPositions: false, 0);
        var collapse = new RowDiagnostics(
            [hidden], torch.zeros(options.HiddenUnits), torch.zeros(1, options.HiddenUnits), 1, report, device);
        try
        {
            create(new SyreTextClassificationModel(task, network, options, TrainingOutcome.NotBegun, report), collapse).Dispose();
        }
        finally
        {
            network.Dispose();
            collapse.Dispose();
        }
    }

    private TextNetwork CreateNetwork(int outputs)
    {
        using var scope = torch.NewDisposeScope();
        var network = new TextNetwork(
            inputs.Size, options.HiddenUnits, outputs, new MaskGenerator(SeedSequence.Derive(seed, SeedStream.Dropout)), device);
        foreach (torch.Tensor tensor in network.parameters().Concat(network.buffers()))
            tensor.DetachFromDisposeScope();
        return network;
    }

    private void Initialize(TextNetwork network, TrainingSet rows, LabelledRows trainingRows)
    {
        using var generator = new torch.Generator((ulong)SeedSequence.Derive(seed, SeedStream.Weights), torch.CPU);
        network.Initialize(rows.Features, trainingRows.Order, generator);
    }

    private TrainingSet Read(IDataView tokens, string role, IChannel channel)
    {
        string features = options.FeatureColumnName ?? options.TextColumnName;
        var reader = new TrainingSetReader(task, options.LabelColumnName, features, options.ExampleWeightColumnName, cancellation);
        TrainingSet set = reader.Read(tokens, role, device, s_sparse, inputs.Columns(tokens.Schema), inputs.Size, inputs.Getter);
        set.Remark(role, features, options.LabelColumnName, channel);
        return set;
    }

    private LabelledRows Rows(TrainingSet set, long[] rows) => new(set, rows, task, null, device);
}
