namespace Leaderboard.Runs;

/// <summary>What a model says of a row.</summary>
internal sealed class Prediction
{
    public float[] Score { get; set; } = [];
}
