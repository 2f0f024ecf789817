using Syre.MLNet.Training;

namespace Syre.MLNet.SyreEncoder;

/// <summary>How long encoders are trained, and how fast.</summary>
internal static class EncoderPlan
{
    /// <summary>The base learning rate.</summary>
    public const double LearningRate = 0.04;

    private const int ManyRows = 10_000;

    /// <summary>Epochs and rows of a step.</summary>
    /// <param name="rows">Rows to train on.</param>
    public static TrainingPlan Of(int rows) => new(rows > ManyRows ? 32 : 64, 128);
}
