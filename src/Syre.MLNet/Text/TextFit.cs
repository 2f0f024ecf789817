using System.Diagnostics;
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
internal sealed class TextFit(PredictionTask task, SyreTextOptions options, long seed, TextInputs inputs, torch.Device device)
{
    private static readonly FeatureStorage s_sparse = new(Sparse: true, Compact: false, Slots: null);

    /// <summary>Trains a network and measures it.</summary>
    /// <param name="name">Name of the trainer, for the report.</param>
    /// <param name="tokens">Training rows as keys.</param>
    /// <param name="others">Other rows as keys.</param>
    /// <param name="outputs">Number of outputs.</param>
    /// <param name="learningRate">The rate where the options give none.</param>
    /// <param name="state">Torch's state, for the number of threads.</param>
    /// <param name="channel">The log.</param>
    /// <param name="unfinished">Owns network and diagnostics until the fitted model does.</param>
    public (SyreTextModel Model, CollapseColumn Collapse) Train(
        string name, IDataView tokens, UnseenRows others, int outputs, double learningRate, TorchState state, IChannel channel,
        UnfinishedFit unfinished)
    {
        using TrainingSet rows = Read(tokens);
        using TrainingSet? unseen = (others.Validation ?? others.Profiled) is { } unseenTokens ? Read(unseenTokens) : null;
        if (rows.Skipped > 0 && !others.IsSecondTraining)
            channel.Warning(MessageSensitivity.None,
                $"{rows.Skipped} rows with a missing feature (NaN in '{options.FeatureColumnName}') are left out of training.");
        TextNetwork network = unfinished.Own(CreateNetwork(outputs));
        using var scope = torch.NewDisposeScope();
        double entries = rows.Features.MeanEntries;
        state.UseThreads(options.Threads ?? ThreadCount.For(options.BatchSize, rows.Labels.Length, 3.0 * entries * (outputs + options.HiddenUnits)));
        long[] training = RowSplit.All(rows.Labels.Length);
        using LabelledRows trainingRows = Rows(rows, training);
        using LabelledRows? unseenRows = unseen is null ? null : Rows(unseen, RowSplit.All(unseen.Labels.Length));
        LabelledRows? chosenBy = others.IsSecondTraining ? null : unseenRows;

        Initialize(network, rows, trainingRows);
        network.Sigma0 = options.Sigma0;
        var probe = new CollapseProbeOptions { Name = name, Classes = task.Classes(outputs) };
        using var watch = new CollapseWatch(task, network, network, Rows(rows, options.Collapse.Sample(training)), options.Collapse, probe);
        var recipe = new TrainingRecipe(options.LearningRate ?? learningRate, 0.999, options.Dropout, options.LabelSmoothing, options.Syre, seed);
        TrainingOutcome outcome = new NetworkTrainer(task, network, options, recipe, null, watch).Train(trainingRows, chosenBy, channel);
        (CollapseReport report, CollapseColumn collapse) = watch.Finish(outcome, unseenRows);
        unfinished.Own(collapse);
        TrainingSummary summary = outcome.Summary(network, rows.Skipped, trainingRows.Count, chosenBy?.Count ?? 0, seed, device, watch);
        long trained = Stopwatch.GetTimestamp();
        if (others.Profile?.Invoke() is { } profile)
            report = report with { RowProfile = profile };
        summary = summary with { DiagnosticsDuration = summary.DiagnosticsDuration + Stopwatch.GetElapsedTime(trained) };
        channel.Info(MessageSensitivity.None,
            $"Trained {summary.Parameters} parameters, {inputs.Table.Rows} n-grams, on {summary.TrainingRows} texts for {summary.Epochs} epochs in " +
            $"{summary.Duration.TotalSeconds:f1} s ({summary.StopReason}); epoch {summary.BestEpoch} was kept. Collapse: {report.Verdict}.");
        return (new SyreTextModel(task, network, options, summary, report), collapse);
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

    private TrainingSet Read(IDataView tokens) =>
        new TrainingSetReader(task, options.LabelColumnName, options.FeatureColumnName ?? options.TextColumnName, options.ExampleWeightColumnName)
            .Read(tokens, device, s_sparse, inputs.Columns(tokens.Schema), inputs.Size, inputs.Getter);

    private LabelledRows Rows(TrainingSet set, long[] rows) => new(set, rows, task, null, device);
}
