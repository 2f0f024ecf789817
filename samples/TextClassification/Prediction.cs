namespace TextClassificationSample;

/// <summary>What a model says of a text.</summary>
internal sealed class Prediction
{
    /// <summary>A probability for each class, in the order of the column's slot names.</summary>
    public float[] Score { get; set; } = [];
}
