using Microsoft.ML;
using Syre.MLNet.Inputs;
using Syre.MLNet.Objectives;
using Syre.MLNet.Runtime;

namespace Syre.MLNet.Fitting;

/// <summary>Reads the rows of a fit, and warns of what is odd about them.</summary>
/// <param name="context">What it runs in.</param>
/// <param name="objective">What is learnt.</param>
/// <param name="source">Says what networks read of a row.</param>
/// <param name="earlier">A network to start from; null for random weights.</param>
internal sealed class FitReader(FitContext context, Objective objective, NetworkSource source, EarlierNetwork? earlier)
{
    private string? LabelColumn => objective.HasLabel ? source.Options.LabelColumnName : null;

    /// <summary>Reads the rows.</summary>
    /// <param name="train">Rows to train on.</param>
    /// <param name="heldBack">Rows that are not trained on; null to hold back the share that the options say.</param>
    public FitRows Read(IDataView train, IDataView? heldBack)
    {
        SyreTrainerOptions options = source.Options;
        var reader = new TrainingSetReader(
            objective, LabelColumn, options.ExampleWeightColumnName, options.SamplingKeyColumnName, source.Inputs, source.MissingValues,
            context.Cancellation);
        var read = new FitRows(FitPhase.In("read rows", () => reader.Read(
            train, TrainingSetReader.TrainingData, context.Device, earlier?.Network.Storage ?? source.Storage)));
        try
        {
            ClassWeighing? weighing = LabelColumn is { } classes
                ? ClassWeighing.Create(options.ClassWeights, read.Training, context.Schema[classes])
                : null;
            TrainingSet rows = read.Training = Weighed(read.Training);
            rows.Remark(TrainingSetReader.TrainingData, reader.NumbersColumn, LabelColumn, context.Channel);
            read.HeldBack = heldBack is null ? null : Weighed(reader.Read(
                heldBack, TrainingSetReader.ValidationSet, context.Device,
                [.. source.Inputs.Select((_, i) => FeatureStorage.Like(rows.Rows[i]))]));
            read.HeldBack?.Remark(TrainingSetReader.ValidationSet, reader.NumbersColumn, LabelColumn, context.Channel);
            if (LabelColumn is not null && !objective.IsScaled)
                FitRemarks.OneClass(context.Channel, rows);
            return read;

            TrainingSet Weighed(TrainingSet set) => weighing?.Apply(set) ?? set;
        }
        catch
        {
            read.Dispose();
            throw;
        }
    }
}
