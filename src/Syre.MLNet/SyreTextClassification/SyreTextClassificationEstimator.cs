using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Syre.MLNet.Diagnostics.Rows;
using Syre.MLNet.Fitting;
using Syre.MLNet.Heads;
using Syre.MLNet.Inputs;
using Syre.MLNet.Inputs.Text;
using Syre.MLNet.Networks;
using Syre.MLNet.Stock;
using Syre.MLNet.SyreTextClassification;
using Syre.MLNet.Training;
using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.MLNet;

/// <summary>
/// Trains a text classifier from scratch with syre, without downloads:
/// <c>mlContext.MulticlassClassification.Trainers.SyreTextClassification</c> and its binary counterpart.
/// </summary>
/// <remarks>
/// <para>
/// Input columns: a label (key, or Boolean for binary), a text, and optionally a second text (a pair whose relation is the label), a vector
/// of numbers beside the text (Single), and a weight (Single). Output columns: those of ML.NET's own trainers of the task, and
/// <c>Collapse</c> (<see cref="CollapseOptions.ColumnName"/>).
/// </para>
/// <list type="table">
/// <listheader><term>Trainer characteristics</term><description></description></listheader>
/// <item><term>Normalisation required?</term><description>No: the model takes raw text; case and accents do not count.</description></item>
/// <item><term>Caching required?</term><description>Useful: the texts are read three times, for words, for n-grams and for training;
/// labels, weights and numbers once before, to hold some rows back
/// (<see cref="SyreTextClassificationOptions.ProfileFraction"/>).</description></item>
/// <item><term>Empty text, only unknown words</term><description>Scored by the characters that are known; without any, by the biases, which
/// are near the shares of the classes.</description></item>
/// <item><term>Required NuGet in addition to Microsoft.ML</term><description>Syre.MLNet and a libtorch package to train;
/// Microsoft.ML.OnnxTransformer and Microsoft.ML.OnnxRuntime to score a saved model.</description></item>
/// </list>
/// <para>
/// Algorithm: n-grams of words and of characters weighted by √idf, each kind of unit length; a linear model and one hidden layer on them,
/// trained together (Cheng et al. 2016) with syre (arXiv 2408.15495).
/// </para>
/// </remarks>
public sealed class SyreTextClassificationEstimator : SyreEstimator<SyreTextClassificationOptions, SyreTextClassificationTransformer>
{
    internal SyreTextClassificationEstimator(
        IHostEnvironment env, IReadOnlyList<PredictionTask> tasks, SyreTextClassificationOptions options)
        : base(env, "SyreTextClassification", tasks, options)
    {
    }

    /// <inheritdoc/>
    private protected override IEnumerable<InputColumn> InputColumns => NgramInput.ColumnsOf(Options);

    /// <inheritdoc/>
    private protected override SyreModel ModelOf(InitialModel initial, MLContext context) => initial.Path is { } path
        ? SyreModelFile.Open(path).CreateTextModel(context)
        : EarlierModels.Find<SyreTextClassificationModel>(initial.Transformer!);

    /// <inheritdoc/>
    private protected override SyreTextClassificationTransformer Fit(
        FitContext context, PredictionTask task, IDataView train, IDataView? validation, EarlierNetwork? earlier)
    {
        context.Temporary.Check(context.Name);
        (IDataView texts, IDataView? heldBack) = (train, validation);
        // Split before the vocabulary is made: words that only held-back texts have are not known.
        if (validation is null && HoldBack(context, task, train) is { } split)
            (texts, heldBack) = split;
        int outputs = task.Objective.Outputs(context.Schema[Options.LabelColumnName].Type);
        KnownTexts? known = earlier is null ? null : Known((SyreTextClassificationModel)earlier.Model, context);
        FittedTokenizer tokenizer = TextTokenizer.Fit(texts, context.Temporary, Options, known?.Words ?? [], context.Cancellation);
        NgramKind[] kinds = tokenizer.Kinds(
            known is null ? Options : Options with { MinimumCharacterNgramLength = known.ShortestCharacters });
        if (known?.IsCutBy(kinds[0].Subwords) == false)
        {
            throw new ArgumentException(
                $"{nameof(Options.Subwords)} cuts words otherwise than in the earlier training. Use the same tokenizer.",
                nameof(Options.InitialModel));
        }

        if (tokenizer.Cut > 0)
        {
            context.Channel.Warning(MessageSensitivity.None,
                $"{tokenizer.Cut} texts are longer than {Options.MaximumTextLength} characters; the rest of each is cut. " +
                $"Raise {nameof(Options.MaximumTextLength)} to read more.");
        }

        Rehearse(context, task, tokenizer, kinds, outputs);
        IDataView tokens = tokenizer.Transformer.Transform(texts);
        NgramTable table = NgramTable.Of(
            tokens, Options, kinds, tokenizer.Columns, Options.BytesPerNgram(outputs), known, context.Cancellation);
        var input = new NgramInput(table, Options, Scales(context, texts, known));
        var source = new TextSource(context, Options, input, known, earlier?.Network.Spec);
        var fit = new NetworkFit(context, task.Objective, source, earlier);
        using FitRows rows = fit.Read(tokens, heldBack is null ? null : tokenizer.Transformer.Transform(heldBack));
        using FittedNetwork fitted = fit.Run(rows, choosesEpoch: validation is not null || Options.ValidationFraction > 0);
        return fitted.Complete(
            network => Model(task, network, KnownTexts.Of(input, tokenizer.Words)),
            (model, diagnostics) => Whole(context, model, diagnostics, tokenizer.Transformer, input),
            whole => Options.Collapse.ActOn(
                fitted.Report, context.Channel, stream => context.Temporary.NewContext().Model.Save(whole, context.Schema, stream)));
    }

    private (IDataView Training, IDataView HeldBack)? HoldBack(FitContext context, PredictionTask task, IDataView data) =>
        HeldBackTexts.Split(data, task.Objective, Options, context.Seed, context.Cancellation);

    /// <summary>What the earlier model knows.</summary>
    /// <exception cref="ArgumentException">The options make it read texts otherwise.</exception>
    private KnownTexts Known(SyreTextClassificationModel earlier, FitContext context)
    {
        int features = Options.FeatureColumnName is { } column ? ((VectorDataViewType)context.Schema[column].Type).Size : 0;
        string[] differences = [.. earlier.Texts!.Differences(earlier.Options, Options, features)];
        return differences.Length == 0
            ? earlier.Texts
            : throw new ArgumentException(
                $"The earlier network is not of this shape; they differ in {string.Join(", ", differences)}. " +
                "Use the options and the columns of the earlier training.", nameof(Options.InitialModel));
    }

    private FeatureScale[] Scales(FitContext context, IDataView texts, KnownTexts? known)
    {
        if (Options.FeatureColumnName is not { } numbers)
            return [];
        FeatureScale[] scales = NgramInput.ScalesOf(texts, numbers, context.Cancellation);
        var names = new FeatureNames(numbers, SlotAnnotation.Read(context.Schema[numbers], null), null);
        if ((known is null ? ScaleRemarks.TooNarrow(scales, names) : ScaleRemarks.OutOfRange(known.Scales, scales, names)) is { } remark)
            context.Channel.Warning(MessageSensitivity.None, remark);
        return known?.Scales ?? scales;
    }

    /// <summary>
    /// Does with an untrained network and the smallest of tables what follows the last epoch, so that what would fail then fails now:
    /// names, the temporary folder, the runtime.
    /// </summary>
    private void Rehearse(FitContext context, PredictionTask task, FittedTokenizer tokenizer, NgramKind[] kinds, int outputs)
    {
        FeatureScale[] unscaled = Options.FeatureColumnName is { } column
            ? new FeatureScale[((VectorDataViewType)context.Schema[column].Type).Size]
            : [];
        var input = new NgramInput(NgramTable.Smallest(kinds, tokenizer.Columns), Options, unscaled);
        using var scope = NewDisposeScope();
        ScoringNetwork network = new TextSpec(input.Size, Options.HiddenUnits, outputs, 1)
            .Create(new NetworkMaking(context.Device, context.Seed));
        var report = new CollapseReport { Name = context.Name, Rows = 0, Layers = [] };
        var hidden = new DiagnosedLayer("hidden", 0, Options.HiddenUnits, HasPositions: false, 0);
        var diagnostics = new RowDiagnostics(
            [hidden], zeros(Options.HiddenUnits, float32), zeros(1, Options.HiddenUnits, float32), 1, report, context.Device);
        using var untrained = new FittedNetwork(network, task.Objective, TrainingOutcome.NotBegun, report, diagnostics);
        Whole(context, Model(task, untrained, null), diagnostics, tokenizer.Transformer, input).Dispose();
    }

    private SyreTextClassificationModel Model(PredictionTask task, FittedNetwork network, KnownTexts? texts) =>
        new(task with { Objective = network.Objective }, (TextNetwork)network.Network, Options with { InitialModel = null },
            network.Summary, network.Report)
        {
            Origin = network.Origin is { } origin ? origin with { ShortestCharacters = texts?.ShortestCharacters } : null,
            OptimizerState = network.OptimizerState,
            Texts = texts,
        };

    private static SyreTextClassificationTransformer Whole(
        FitContext context, SyreTextClassificationModel model, RowDiagnostics diagnostics, ITransformer tokenizer, NgramInput input) =>
        new(new HeadHost(context.Host, context.Temporary), model, diagnostics, tokenizer, input, context.Schema);
}
