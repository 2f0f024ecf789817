using Microsoft.ML;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>
/// A kind of trainer in ML.NET: its data, the stock trainer that sets the standard, and the operations of its catalog in one form.
/// </summary>
public abstract class LearningTask
{
    /// <summary>The columns that calibrated stock trainers of this task add.</summary>
    public abstract IReadOnlyList<string> ScoreColumns { get; }

    /// <summary>A column of <see cref="Data"/> whose type is wrong for a label.</summary>
    public abstract string NoLabel { get; }

    /// <summary>The metric that training makes small.</summary>
    public abstract string Loss { get; }

    public abstract IEngineProbe Engine { get; }

    /// <summary>The rows of <see cref="Engine"/> in a class with members that are named as the trainer's columns.</summary>
    public abstract IEngineProbe ShadowedEngine { get; }

    /// <summary>Data with columns Label, Features, Weight and Group.</summary>
    public abstract IDataView Data(
        MLContext ml, int rows = 240, int seed = 1, bool sparse = false, Func<IEnumerable<IExample>, IEnumerable<IExample>>? edit = null);

    /// <summary>Views whose labels carry different annotations, by which stock trainers give different ones to their scores.</summary>
    public abstract IReadOnlyList<(string Name, IDataView View)> LabelVariants(MLContext ml);

    public abstract IEstimator<ISingleFeaturePredictionTransformer<object>> StockTrainer(MLContext ml, TrainerColumns columns);

    /// <summary>Trains the stock trainer onwards from the model of an earlier <c>Fit</c>.</summary>
    public abstract ITransformer ContinueStock(IEstimator<ITransformer> trainer, IDataView train, ITransformer? previous);

    public abstract IReadOnlyList<Metric> Evaluate(MLContext ml, IDataView scored);

    public abstract IReadOnlyList<Fold> CrossValidate(
        MLContext ml, IDataView data, IEstimator<ITransformer> trainer, int folds, string? samplingKey);

    /// <summary>Permutation feature importance through the generic overload.</summary>
    public abstract IReadOnlyList<Importance> Importance<TModel>(
        MLContext ml, ISingleFeaturePredictionTransformer<TModel> model, IDataView data, int? examples, int permutations)
        where TModel : class;

    public override string ToString() => GetType().Name;

    protected static IDataView Make<TLabel>(
        MLContext ml, List<Example<TLabel>> examples, Func<IEnumerable<IExample>, IEnumerable<IExample>>? edit, Array? keyValues = null)
    {
        List<Example<TLabel>> edited = edit is null ? examples : [.. edit(examples).Cast<Example<TLabel>>()];
        return TestData.View(ml, edited, keyValues);
    }

    protected static EngineProbe<FeatureRow, TPrediction> Probe<TPrediction>()
        where TPrediction : class, IPrediction, new() =>
        new([.. ProbedFeatures().Select(features => new FeatureRow { Features = features })]);

    protected static EngineProbe<ShadowedRow, TPrediction> ShadowedProbe<TPrediction>()
        where TPrediction : class, IPrediction, new() =>
        new([.. ProbedFeatures().Select(features => new ShadowedRow { Features = features })]);

    private static IEnumerable<float[]> ProbedFeatures() =>
        TestData.Examples(16, seed: 3, sparse: false, signal => signal).Select(example => example.Features.DenseValues().ToArray());
}
