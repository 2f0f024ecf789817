using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Syre.MLNet.Diagnostics.Rows;
using Syre.MLNet.Inputs;
using Syre.MLNet.Inputs.Text;
using Syre.MLNet.Runtime;
using Syre.MLNet.Stock;
using Syre.MLNet.Tasks;
using Syre.MLNet.Training;
using Syre.Torch;
using TorchSharp;

namespace Syre.MLNet.SyreTextClassification;

/// <summary>A fit of texts, from rows to a model: words, n-grams, the network, and how texts look that it has not seen.</summary>
/// <param name="env">The trainer's host.</param>
/// <param name="temporary">Where temporary files may be.</param>
/// <param name="task">The task.</param>
/// <param name="options">The options.</param>
/// <param name="seed">The training's seed.</param>
/// <param name="device">Where the network is trained.</param>
/// <param name="state">Torch's state, for the number of threads.</param>
/// <param name="channel">The log.</param>
/// <param name="cancellation">Asked at every row and step.</param>
internal sealed class TextTraining(
    IHostEnvironment env,
    TemporaryFolder temporary,
    PredictionTask task,
    SyreTextClassificationOptions options,
    long seed,
    torch.Device device,
    TorchState state,
    IChannel channel,
    Cancellation cancellation)
{
    /// <summary>Fits the model.</summary>
    /// <param name="name">Name of the trainer, for the report.</param>
    /// <param name="trainData">All training rows.</param>
    /// <param name="validationData">Rows to choose the epoch by; null for the share of the training rows that the options say.</param>
    public SyreTextClassificationTransformer Fit(string name, IDataView trainData, IDataView? validationData)
    {
        DataViewSchema schema = trainData.Schema;
        (IDataView texts, IDataView? heldBack) = (trainData, validationData);
        // Split before the vocabulary is made: words that only held-back texts have are not known.
        if (validationData is null && HoldBack(trainData) is { } split)
            (texts, heldBack) = split;
        bool choosesEpoch = validationData is not null || options.ValidationFraction > 0;
        int outputs = task.Outputs(schema[options.LabelColumnName].Type);
        FittedTokenizer tokenizer = TextTokenizer.Fit(texts, temporary, options, cancellation);
        NgramKind[] kinds = tokenizer.Kinds(options);
        if (tokenizer.Cut > 0)
            channel.Warning(MessageSensitivity.None,
                $"{tokenizer.Cut} texts are longer than {options.MaximumTextLength} characters; the rest of each is cut. " +
                $"Raise {nameof(options.MaximumTextLength)} to read more.");
        Rehearse(name, tokenizer, kinds, outputs, schema);
        IDataView tokens = tokenizer.Transformer.Transform(texts);
        var inputs = new TextInputs(
            NgramTable.Of(tokens, options, kinds, tokenizer.Columns, options.BytesPerNgram(outputs), cancellation),
            options.FeatureColumnName,
            options.FeatureColumnName is { } features ? TextInputs.ScalesOf(texts, features, cancellation) : []);
        if (options.FeatureColumnName is { } numbers &&
            ScaleRemarks.TooNarrow(inputs.Scales, new FeatureNames(numbers, SlotAnnotation.Of(schema[numbers], null), null)) is { } narrow)
            channel.Warning(MessageSensitivity.None, narrow);
        using var unfinished = new UnfinishedFit();
        return new TextFit(task, options, seed, inputs, device, cancellation).Train(
            name, tokens, heldBack is null ? null : tokenizer.Transformer.Transform(heldBack), choosesEpoch, outputs, state, channel, unfinished,
            (model, collapse) =>
            {
                SyreTextClassificationTransformer fitted = unfinished.OwnAsWhole(Create(model, collapse, tokenizer.Transformer, inputs, schema));
                options.Collapse.ActOn(model.Report, channel, stream => temporary.NewContext().Model.Save(fitted, schema, stream));
                unfinished.HandOver();
                return fitted;
            });
    }

    private (IDataView Training, IDataView HeldBack)? HoldBack(IDataView data) => options.ValidationFraction > 0
        ? SelectedRows.Split(data, options.ValidationFraction, seed)
        : ProfileRows.Split(data, task, options, seed, cancellation);

    /// <summary>Does what follows the last epoch with an untrained network, so that what would fail then fails now.</summary>
    private void Rehearse(string name, FittedTokenizer tokenizer, NgramKind[] kinds, int outputs, DataViewSchema schema)
    {
        FeatureScale[] unscaled = options.FeatureColumnName is { } column ? new FeatureScale[((VectorDataViewType)schema[column].Type).Size] : [];
        var smallest = new TextInputs(NgramTable.Smallest(kinds, tokenizer.Columns), options.FeatureColumnName, unscaled);
        new TextFit(task, options, seed, smallest, device, cancellation)
            .Rehearse(name, outputs, (model, collapse) => Create(model, collapse, tokenizer.Transformer, smallest, schema));
    }

    private SyreTextClassificationTransformer Create(
        SyreTextClassificationModel model, RowDiagnostics collapse, ITransformer tokenizer, TextInputs inputs, DataViewSchema schema) =>
        new(env, temporary, task, model, collapse, tokenizer, inputs, schema);
}
