using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Syre.MLNet.Data;
using Syre.MLNet.Diagnostics;
using Syre.MLNet.Interop;
using Syre.MLNet.Tabular;
using Syre.MLNet.Tasks;
using Syre.MLNet.Text;
using Syre.MLNet.Training;
using Syre.Torch;
using TorchSharp;

namespace Syre.MLNet;

/// <summary>
/// Trains a text classifier from scratch with syre, without downloads: <c>mlContext.MulticlassClassification.Trainers.SyreTextClassification</c> and its
/// binary counterpart.
/// </summary>
/// <remarks>
/// <para>Input columns: a label (key, or Boolean for binary), a text, and optionally a second text (a pair whose relation is the label), a vector of
/// numbers beside the text (Single), and a weight (Single). Output columns: those of ML.NET's own trainers of the
/// task, and <c>Collapse</c> (<see cref="CollapseOptions.ColumnName"/>).</para>
/// <list type="table">
/// <listheader><term>Trainer characteristics</term><description></description></listheader>
/// <item><term>Normalisation required?</term><description>No: the model takes raw text; case and accents do not count.</description></item>
/// <item><term>Caching required?</term><description>Useful: the texts are read three times, for words, for n-grams and for training,
/// and as often again for <see cref="SyreTextOptions.ProfileUnseenTexts"/>.</description></item>
/// <item><term>Empty text, only unknown words</term><description>Scored by the characters that are known; without any, by the biases, which are near
/// the shares of the classes.</description></item>
/// <item><term>Required NuGet in addition to Microsoft.ML</term><description>Syre.MLNet and a libtorch package to train; Microsoft.ML.OnnxTransformer
/// and Microsoft.ML.OnnxRuntime to score a saved model.</description></item>
/// </list>
/// <para>Algorithm: n-grams of words and of characters weighted by √idf, each kind of unit length; a linear model and one hidden layer on them, trained
/// together (Cheng et al. 2016) with syre (arXiv 2408.15495).</para>
/// </remarks>
public sealed class SyreTextEstimator : IEstimator<SyreTextTransformer>
{
    private const string TrainerName = "SyreTextClassification";
    private const string FeaturesColumn = "__SyreFeatures";

    /// <summary>The rate of the direct weights, whose inputs are of length 1.</summary>
    private const double DefaultLearningRate = 0.01;

    private readonly IHost _host;
    private readonly TemporaryFolder _temporary;
    private readonly PredictionTask _task;
    private readonly SyreTextOptions _options;
    private readonly long _seed;

    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; all that are, are listed.</exception>
    internal SyreTextEstimator(IHostEnvironment env, PredictionTask task, SyreTextOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        OptionChecks.ThrowIfAny(options.Violations(), nameof(SyreTextOptions));
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
        Check(inputSchema);
        string name = FeaturesColumn;
        while (inputSchema.Any(column => column.Name == name))
            name = $"_{name}";
        SchemaShape.Column features = MLNetInternals.ShapeColumn(
            name, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, isKey: false, null);
        SchemaShape shape = _task.StockShape(
            new SchemaShape(inputSchema.Append(features)), _options.LabelColumnName, name, _options.ExampleWeightColumnName);
        return CollapseSchema.Append(new SchemaShape(shape.Where(column => column.Name != name)), _options.Collapse);
    }

    /// <summary>Trains on <paramref name="input"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, a row has no label or an unusable weight, the device is not there, or the loss
    /// became infinite at once.</exception>
    public SyreTextTransformer Fit(IDataView input) => Fit(input, null);

    /// <summary>Trains on <paramref name="trainData"/> and chooses the epoch by <paramref name="validationData"/>.</summary>
    /// <param name="trainData">Training rows.</param>
    /// <param name="validationData">Validation rows; null for <see cref="SyreTrainerOptions.ValidationSet"/> or a share of the training rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, a row has no label or an unusable weight, the device is not there, or the loss
    /// became infinite at once.</exception>
    public SyreTextTransformer Fit(IDataView trainData, IDataView? validationData)
    {
        ArgumentNullException.ThrowIfNull(trainData);
        validationData ??= _options.ValidationSet;
        Check(MLNetInternals.ShapeOf(trainData.Schema));
        if (validationData is not null)
            Check(MLNetInternals.ShapeOf(validationData.Schema));

        _temporary.Check(TrainerName);
        TorchNative.EnsureLoaded();
        using IChannel channel = _host.Start("Training");
        torch.Device device = TrainingDevice.Resolve(_options.Device, channel);
        using var state = new TorchState();
        DataViewSchema schema = trainData.Schema;
        IDataView texts = trainData;
        Func<RowProfile?>? unseen = UnseenTexts.IsAskedFor(_options, validationData)
            ? () => UnseenTexts.Profile(trainData, _options, _seed, Second, channel)
            : null;
        // Split before the vocabulary is made: words that only held-back texts have are not known.
        if (validationData is null && _options.ValidationFraction > 0
            && SelectedRows.Split(trainData, _options.ValidationFraction, int.MaxValue, _seed) is { } split)
            (texts, validationData) = (split.Training, split.HeldBack);
        (SyreTextModel model, CollapseColumn collapse, FittedTokenizer tokenizer, TextInputs inputs) =
            Train(_options, texts, new UnseenRows(validationData, null, unseen), device, state, channel);
        _options.Collapse.ActOn(model.Report, channel);
        return new SyreTextTransformer(_host, _temporary, _task, model, collapse, tokenizer.Transformer, inputs, schema);

        CollapseReport Second(SyreTextOptions options, IDataView seen, IDataView others) =>
            Report(options, seen, others, device, state, channel);
    }

    private (SyreTextModel Model, CollapseColumn Collapse, FittedTokenizer Tokenizer, TextInputs Inputs) Train(
        SyreTextOptions options, IDataView texts, UnseenRows others, torch.Device device, TorchState state, IChannel channel)
    {
        int outputs = _task.Outputs(texts.Schema[options.LabelColumnName].Type);
        FittedTokenizer tokenizer = TextTokenizer.Fit(texts, _temporary, options);
        if (tokenizer.Cut > 0 && !others.IsSecondTraining)
            channel.Warning(MessageSensitivity.None,
                $"{tokenizer.Cut} texts are longer than {options.MaximumTextLength} characters; the rest of each is cut. " +
                $"Raise {nameof(options.MaximumTextLength)} to read more.");
        IDataView tokens = tokenizer.Transformer.Transform(texts);
        var inputs = new TextInputs(
            NgramTable.Of(tokens, options, tokenizer.Kinds(options), tokenizer.Columns, options.BytesPerNgram(outputs)),
            options.FeatureColumnName,
            options.FeatureColumnName is { } features ? TextInputs.ScalesOf(texts, features) : []);
        (SyreTextModel model, CollapseColumn collapse) = new TextFit(_task, options, _seed, inputs, device).Train(
            TrainerName, tokens, others.Through(tokenizer.Transformer), outputs, DefaultLearningRate, state, channel);
        return (model, collapse, tokenizer, inputs);
    }

    /// <summary>What training on some rows reports, with the profile of others.</summary>
    private CollapseReport Report(
        SyreTextOptions options, IDataView texts, IDataView profiled, torch.Device device, TorchState state, IChannel channel)
    {
        (SyreTextModel model, CollapseColumn collapse, _, _) =
            Train(options, texts, new UnseenRows(null, profiled, null), device, state, channel);
        using (collapse)
        using (model)
            return model.Report;
    }

    private void Check(SchemaShape input)
    {
        CheckText(input, _options.TextColumnName, nameof(_options.TextColumnName));
        if (_options.SecondTextColumnName is { } second)
            CheckText(input, second, nameof(_options.SecondTextColumnName));
        if (_options.FeatureColumnName is { } features)
            SchemaChecks.CheckFeatures(input, features, nameof(_options.FeatureColumnName));
        SchemaChecks.CheckLabelAndWeight(input, _task, _options);
    }

    private static void CheckText(SchemaShape input, string name, string option)
    {
        SchemaShape.Column text = SchemaChecks.Find(input, "text", name, option);
        if (text.Kind != SchemaShape.Column.VectorKind.Scalar || text.IsKey || text.ItemType is not TextDataViewType)
            throw SchemaChecks.Mismatch("text", text, "expected text. Join several texts into one before the trainer, or name another column");
    }
}
