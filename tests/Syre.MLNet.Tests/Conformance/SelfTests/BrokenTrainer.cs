using Microsoft.ML;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>A stock trainer with one defect: in what it promises, in what it trains on, or in the model.</summary>
internal sealed class BrokenTrainer(IEstimator<ITransformer> inner) : IEstimator<ForwardingTransformer>
{
    public Func<SchemaShape, SchemaShape> Promise { get; init; } = shape => shape;

    public Func<IDataView, IDataView> TrainOn { get; init; } = data => data;

    public Func<ITransformer, ForwardingTransformer> Model { get; init; } = model => new ForwardingTransformer(model);

    public ForwardingTransformer Fit(IDataView input) => Model(inner.Fit(TrainOn(input)));

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => Promise(inner.GetOutputSchema(inputSchema));

    /// <summary>A case of a stock binary trainer to which <paramref name="breaking"/> is done.</summary>
    public static TrainerCase Case(Func<MLContext, IEstimator<ITransformer>, BrokenTrainer> breaking) =>
        Case((ml, columns) => breaking(ml, new BinaryTask().StockTrainer(ml, columns)));

    public static TrainerCase Case(Func<MLContext, TrainerColumns, IEstimator<ISingleFeaturePredictionTransformer<object>>> trainer) => new()
    {
        Task = new BinaryTask(),
        Trainer = trainer,
        Continue = (estimator, train, _, _) => estimator.Fit(train),
        RepeatTolerance = 1e-4,
        FailsAfterDispose = true,
    };
}
