namespace Leaderboard.Sets;

/// <summary>A row as the trainers get it.</summary>
internal sealed class Row
{
    public string Label { get; set; } = "";

    public string Text { get; set; } = "";

    /// <summary>Missing ones are NaN.</summary>
    public float[] Numbers { get; set; } = [];

    public string[] Categories { get; set; } = [];
}
