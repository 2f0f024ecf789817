namespace Syre.MLNet.Tests.Conformance;

/// <summary>Cases of ML.NET's own estimators.</summary>
internal static class Stock
{
    public static TrainerCase Trainer(LearningTask task) => new()
    {
        Task = task,
        Trainer = task.StockTrainer,
        Continue = (trainer, train, _, previous) => task.ContinueStock(trainer, train, previous),
        // Sums of ML.NET's vector instructions depend on where in memory an array happens to start.
        RepeatTolerance = 1e-4,
        ReadsSourceOnce = false,
    };
}
