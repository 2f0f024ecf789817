using Microsoft.ML;

namespace Leaderboard.Trainers;

/// <summary>Holds a fifth of the rows back for a trainer that is told by them when to stop.</summary>
/// <param name="mlContext">Draws the rows.</param>
/// <param name="trainer">The trainer.</param>
/// <param name="fit">Its <c>Fit</c> of training and held-back rows.</param>
internal sealed class StoppedEarly(
    MLContext mlContext, IEstimator<ITransformer> trainer, Func<IDataView, IDataView, ITransformer> fit) : IEstimator<ITransformer>
{
    public ITransformer Fit(IDataView input)
    {
        DataOperationsCatalog.TrainTestData parts = mlContext.Data.TrainTestSplit(input, testFraction: 0.2);
        return fit(parts.TrainSet, parts.TestSet);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => trainer.GetOutputSchema(inputSchema);
}
