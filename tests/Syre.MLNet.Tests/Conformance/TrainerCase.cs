using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>One trainer of one task; its data sets follow from the task.</summary>
public sealed class TrainerCase
{
    private readonly Lazy<EstimatorCase> _alone;

    public TrainerCase() => _alone = new Lazy<EstimatorCase>(() => Case(ml => Trainer!(ml, new TrainerColumns())));

    public required LearningTask Task { get; init; }

    /// <summary>Makes the trainer for the columns given.</summary>
    public required Func<MLContext, TrainerColumns, IEstimator<ISingleFeaturePredictionTransformer<object>>> Trainer { get; init; }

    /// <summary>Trains with a validation set (may be null) onwards from an earlier model (may be null).</summary>
    public required Func<IEstimator<ITransformer>, IDataView, IDataView?, ITransformer?, ITransformer> Continue { get; init; }

    /// <inheritdoc cref="EstimatorCase.ReloadTolerance"/>
    public double ReloadTolerance { get; init; }

    /// <inheritdoc cref="EstimatorCase.FailsAfterDispose"/>
    public bool FailsAfterDispose { get; init; }

    /// <summary>How far two models trained alike may be apart; zero when the same seed gives the same bits.</summary>
    public double RepeatTolerance { get; init; }

    /// <summary>Whether training reads its source once and keeps a copy; otherwise only a cache in the chain spares the source.</summary>
    public bool ReadsSourceOnce { get; init; } = true;

    /// <summary>
    /// Whether rows with a missing feature are trained on and scored; else they are left out of training and get the stock trainer's
    /// answer.
    /// </summary>
    public bool FillsMissingFeatures { get; init; }

    /// <summary>Columns that this trainer adds beyond those of the task's stock trainer, because its documentation says so.</summary>
    public IReadOnlyList<string> OwnColumns { get; init; } = [];

    public EstimatorCase Alone => _alone.Value;

    /// <summary>The trainer at the end of a chain, after a transform that is fitted too and a cache.</summary>
    public EstimatorCase InChain() => Case(ml => ml.Transforms.NormalizeMinMax("Scaled", "Features")
        .Append(ml.Transforms.Concatenate("Both", "Features", "Scaled"))
        .AppendCacheCheckpoint(ml)
        .Append(Trainer(ml, new TrainerColumns(Feature: "Both"))));

    /// <summary>The trainer, of binary classification, after ML.NET's text featurizer: sparse vectors with hundreds of slots.</summary>
    public EstimatorCase AfterText() => new()
    {
        Estimator = ml => ml.Transforms.Text.FeaturizeText("Features", "Text").Append(Trainer(ml, new TrainerColumns())),
        Engine = new EngineProbe<TextRow, BinaryPrediction>(TextData.Odd),
        ReloadTolerance = ReloadTolerance,
        FailsAfterDispose = FailsAfterDispose,
        Inputs =
        [
            new("texts", InputRole.Valid, ml => TextData.Binary(ml)),
            new("odd texts without a label", InputRole.ScoringOnly, ml => ml.Data.LoadFromEnumerable(TextData.Odd)),
            new("data without a text", InputRole.Invalid, ml => Task.Data(ml)),
        ],
    };

    private EstimatorCase Case(Func<MLContext, IEstimator<ITransformer>> estimator) => new()
    {
        Estimator = estimator,
        Engine = Task.Engine,
        ReloadTolerance = ReloadTolerance,
        FailsAfterDispose = FailsAfterDispose,
        Inputs =
        [
            new("the training data", InputRole.Valid, ml => Task.Data(ml)),
            new("sparse rows", InputRole.Valid, ml => Task.Data(ml, seed: 2, sparse: true)),
            new("data without a label", InputRole.ScoringOnly, ml => Drop(ml, "Label")),
            new("data whose label has another type", InputRole.ScoringOnly, ml => Replace(ml, "Label", Task.NoLabel)),
            new("five features instead of four", InputRole.TrainingOnly, FiveFeatures),
            new("data without features", InputRole.Invalid, ml => Drop(ml, "Features")),
            new("text instead of features", InputRole.Invalid, ml => Replace(ml, "Features", "Group")),
        ],
    };

    private IDataView Drop(MLContext ml, string column) => ml.Transforms.DropColumns(column).Fit(Task.Data(ml)).Transform(Task.Data(ml));

    private IDataView Replace(MLContext ml, string column, string by)
    {
        IDataView dropped = Drop(ml, column);
        return ml.Transforms.CopyColumns(column, by).Fit(dropped).Transform(dropped);
    }

    private IDataView FiveFeatures(MLContext ml) => Task.Data(ml, edit: examples => examples.Select(example =>
    {
        example.Features = new VBuffer<float>(5, [.. example.Features.DenseValues(), 1f]);
        return example;
    }));
}
