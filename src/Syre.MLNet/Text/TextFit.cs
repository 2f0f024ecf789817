using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using Syre.MLNet.Data;
using Syre.MLNet.Diagnostics;
using Syre.MLNet.Tasks;
using Syre.MLNet.Training;
using Syre.Torch;
using TorchSharp;

namespace Syre.MLNet.Text;

/// <summary>One training on texts whose n-grams are known.</summary>
/// <param name="task">The task.</param>
/// <param name="options">The options.</param>
/// <param name="seed">The training's seed.</param>
/// <param name="inputs">What the network reads of a row.</param>
/// <param name="device">Where it is trained.</param>
/// <param name="cancellation">Asked at every row and step.</param>
internal sealed class TextFit(
    PredictionTask task, SyreTextOptions options, long seed, TextInputs inputs, torch.Device device, Cancellation cancellation)
{
    private static readonly FeatureStorage s_sparse = new(Sparse: true, Compact: false, Slots: null);

    /// <summary>Trains a network, measures it, and makes the model around it.</summary>
    /// <param name="name">Name of the trainer, for the report.</param>
    /// <param name="tokens">Training rows as keys.</param>
    /// <param name="validationTokens">Validation rows as keys, or null.</param>
    /// <param name="outputs">Number of outputs.</param>
    /// <param name="learningRate">The rate where the options give none.</param>
    /// <param name="state">Torch's state, for the number of threads.</param>
    /// <param name="channel">The log.</param>
    /// <param name="create">Makes the transformer.</param>
    public SyreTextTransformer Train(
        string name,
        IDataView tokens,
        IDataView? validationTokens,
        int outputs,
        double learningRate,
        TorchState state,
        IChannel channel,
        Func<SyreTextModel, CollapseColumn, SyreTextTransformer> create)
    {
        using TrainingSet rows = Read(tokens, TrainingSetReader.TrainingData, channel);
        using TrainingSet? validation = validationTokens is null ? null : Read(validationTokens, TrainingSetReader.ValidationSet, channel);
        TextNetwork network = CreateNetwork(outputs);
        try
        {
            using var scope = torch.NewDisposeScope();
            double entries = rows.Features.MeanEntries;
            state.UseThreads(options.Threads ?? ThreadCount.For(3.0 * options.BatchSize * entries * (outputs + options.HiddenUnits)));
            (long[] training, long[] heldBack) = RowSplit.Of(rows.Labels.Length, validation is null ? options.ValidationFraction : 0, seed);
            using LabelledRows trainingRows = Rows(rows, training);
            using LabelledRows? chosenBy = validation is not null
                ? Rows(validation, RowSplit.All(validation.Labels.Length))
                : heldBack.Length > 0 ? Rows(rows, heldBack) : null;

            Initialize(network, rows, trainingRows);
            var probe = new CollapseProbeOptions { Name = name, Classes = task.Classes(outputs) };
            using LabelledRows sample = Rows(rows, options.Collapse.Sample(training));
            var watch = new CollapseWatch(task, network, network, sample, options.Collapse, probe, cancellation);
            var recipe = new TrainingRecipe(options.LearningRate ?? learningRate, 0.999, options.Dropout, options.LabelSmoothing, options.Syre, seed);
            TrainingOutcome outcome = new NetworkTrainer(task, network, options, recipe, null, watch, cancellation).Train(trainingRows, chosenBy, channel);
            TrainingSummary summary = outcome.Summary(network, rows, trainingRows.Count, chosenBy?.Count ?? 0, seed, device, watch);
            return Complete(network, outcome, summary, watch, chosenBy, channel, create);
        }
        catch (Exception e) when (e is not TrainingFailedException)
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Does with an untrained network and the smallest of tables what follows the last epoch, so that what would fail then fails now: names, the temporary
    /// folder, the runtime.
    /// </summary>
    /// <param name="name">Name of the trainer, for the report.</param>
    /// <param name="outputs">Number of outputs.</param>
    /// <param name="create">Makes the transformer.</param>
    public void Rehearse(string name, int outputs, Func<SyreTextModel, CollapseColumn, SyreTextTransformer> create)
    {
        using var scope = torch.NewDisposeScope();
        TextNetwork network = CreateNetwork(outputs);
        var report = new CollapseReport { Name = name, Rows = 0, Layers = [] };
        var hidden = new Diagnostics.HiddenLayer("hidden", 0, options.HiddenUnits, HasPositions: false, 0);
        var collapse = new CollapseColumn(
            [hidden], torch.zeros(options.HiddenUnits), torch.zeros(1, options.HiddenUnits), 1, report, device);
        try
        {
            create(new SyreTextModel(task, network, options, TrainingOutcome.NotBegun, report), collapse).Dispose();
        }
        finally
        {
            network.Dispose();
            collapse.Dispose();
        }
    }

    private SyreTextTransformer Complete(
        TextNetwork network,
        TrainingOutcome outcome,
        TrainingSummary summary,
        CollapseWatch watch,
        LabelledRows? chosenBy,
        IChannel channel,
        Func<SyreTextModel, CollapseColumn, SyreTextTransformer> create)
    {
        CollapseColumn? collapse = null;
        CollapseReport report = watch.NotMeasured;
        try
        {
            (report, collapse) = watch.Finish(outcome, chosenBy, options.StaticBiasScale);
            summary = summary with { DiagnosticsDuration = watch.Duration };
            channel.Info(MessageSensitivity.None, string.Create(
                CultureInfo.InvariantCulture,
                $"Trained {summary.Parameters} parameters, {inputs.Table.Rows} n-grams, on {summary.TrainingRows} texts for {summary.Epochs} epochs in " +
                $"{summary.Duration.TotalSeconds:f1} s ({summary.StopReason}); epoch {summary.BestEpoch} was kept. Collapse: {report.Verdict}."));
            options.Collapse.ActOn(report, channel);
            return create(new SyreTextModel(task, network, options, summary, report), collapse);
        }
        catch (Exception e)
        {
            collapse?.Dispose();
            if (!TrainingFailedException.Keeps(e))
                throw;
            throw new TrainingFailedException(new SyreTextModel(task, network, options, summary, report), e);
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
