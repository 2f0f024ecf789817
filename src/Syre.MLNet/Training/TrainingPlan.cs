namespace Syre.MLNet.Training;

/// <summary>How long a training is, and of which steps.</summary>
/// <param name="Epochs">Passes over the rows.</param>
/// <param name="BatchSize">Most rows of a step.</param>
internal readonly record struct TrainingPlan(int Epochs, int BatchSize)
{
    /// <summary>What the options say, and where they leave it open this plan.</summary>
    public TrainingPlan Within(SyreTrainerOptions options) => new(options.Epochs ?? Epochs, options.BatchSize ?? BatchSize);
}
