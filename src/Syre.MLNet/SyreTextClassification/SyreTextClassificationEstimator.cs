using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Syre.MLNet.Diagnostics.Rows;
using Syre.MLNet.Inputs;
using Syre.MLNet.Inputs.Text;
using Syre.MLNet.Options;
using Syre.MLNet.Runtime;
using Syre.MLNet.Stock;
using Syre.MLNet.SyreTextClassification;
using Syre.MLNet.Tasks;
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
/// <item><term>Caching required?</term><description>Useful: the texts are read three times, for words, for n-grams and for training;
/// labels, weights and numbers once before, to hold some rows back (<see cref="SyreTextClassificationOptions.ProfileFraction"/>).</description></item>
/// <item><term>Empty text, only unknown words</term><description>Scored by the characters that are known; without any, by the biases, which are near
/// the shares of the classes.</description></item>
/// <item><term>Required NuGet in addition to Microsoft.ML</term><description>Syre.MLNet and a libtorch package to train; Microsoft.ML.OnnxTransformer
/// and Microsoft.ML.OnnxRuntime to score a saved model.</description></item>
/// </list>
/// <para>Algorithm: n-grams of words and of characters weighted by √idf, each kind of unit length; a linear model and one hidden layer on them, trained
/// together (Cheng et al. 2016) with syre (arXiv 2408.15495).</para>
/// </remarks>
public sealed class SyreTextClassificationEstimator : IEstimator<SyreTextClassificationTransformer>
{
    private const string TrainerName = "SyreTextClassification";
    private const string FeaturesColumn = "__SyreFeatures";

    private readonly IHost _host;
    private readonly TemporaryFolder _temporary;
    private readonly PredictionTask _task;
    private readonly SyreTextClassificationOptions _options;
    private readonly long _seed;

    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; all that are, are listed.</exception>
    internal SyreTextClassificationEstimator(IHostEnvironment env, PredictionTask task, SyreTextClassificationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        OptionChecks.ThrowIfAny(options.Violations(), nameof(SyreTextClassificationOptions));
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
    /// <inheritdoc cref="Fit(IDataView, IDataView)" path="/exception"/>
    public SyreTextClassificationTransformer Fit(IDataView input) => Fit(input, null);

    /// <summary>Trains on <paramref name="trainData"/> and chooses the epoch by <paramref name="validationData"/>.</summary>
    /// <param name="trainData">Training rows.</param>
    /// <param name="validationData">Validation rows; null for <see cref="SyreTrainerOptions.ValidationSet"/> or a share of the training rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    /// <exception cref="InvalidOperationException">There are no rows with a label, a row has an unusable weight, the device is not there, libtorch failed,
    /// or the loss became infinite at once.</exception>
    /// <exception cref="OperationCanceledException">The MLContext was cancelled, or the token of the options before the first epoch was complete.</exception>
    /// <exception cref="TrainingFailedException">What follows the last epoch failed; the exception holds the trained network.</exception>
    public SyreTextClassificationTransformer Fit(IDataView trainData, IDataView? validationData)
    {
        ArgumentNullException.ThrowIfNull(trainData);
        validationData ??= _options.ValidationSet;
        DataViewSchema schema = trainData.Schema;
        Check(MLNetInternals.ShapeOf(schema));
        SchemaChecks.CheckClasses(schema[_options.LabelColumnName]);
        using IChannel channel = _host.Start("Training");
        if (validationData is not null)
            Check(new ValidationSetCheck(schema, validationData.Schema), channel);

        _temporary.Check(TrainerName);
        TorchNative.EnsureLoaded();
        return TorchFailure.Explain($"fitting {TrainerName}", () => Fit(trainData, validationData, channel));
    }

    private SyreTextClassificationTransformer Fit(IDataView trainData, IDataView? validationData, IChannel channel)
    {
        torch.Device device = TrainingDevice.Resolve(_options.Device, channel);
        using var state = new TorchState();
        var cancellation = new Cancellation(_host, _options.CancellationToken);
        cancellation.Check();
        return new TextTraining(_host, _temporary, _task, _options, _seed, device, state, channel, cancellation)
            .Fit(TrainerName, trainData, validationData);
    }

    private void Check(ValidationSetCheck validation, IChannel channel)
    {
        foreach (string text in _options.TextColumns)
            validation.SameType("text", text);
        validation.SameType("label", _options.LabelColumnName);
        if (_options.ExampleWeightColumnName is { } weight)
            validation.SameType("weight", weight);
        if (_options.FeatureColumnName is not { } features)
            return;
        validation.SameType("feature", features);
        validation.SameSlots(features, channel);
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
