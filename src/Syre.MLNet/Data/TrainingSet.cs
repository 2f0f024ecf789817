namespace Syre.MLNet.Data;

/// <summary>The rows of one data view, ready for training.</summary>
/// <param name="Features">Their features.</param>
/// <param name="Labels">Their labels as numbers: 0 or 1, the class from 0, or the value.</param>
/// <param name="Weights">Their example weights, or null.</param>
/// <param name="Skipped">Rows left out since a feature was missing.</param>
internal sealed record TrainingSet(FeatureMatrix Features, float[] Labels, float[]? Weights, int Skipped) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Features.Dispose();
}
