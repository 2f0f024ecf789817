using Syre.MLNet.Inputs;

namespace Syre.MLNet.Fitting;

/// <summary>The rows of a fit, read once for all its networks.</summary>
/// <param name="training">Rows to train on; owned from now on.</param>
internal sealed class FitRows(TrainingSet training) : IDisposable
{
    /// <summary>Rows to train on.</summary>
    public TrainingSet Training { get; set; } = training;

    /// <summary>Rows of the caller's own that are not trained on; null where a share of the others is held back.</summary>
    public TrainingSet? HeldBack { get; set; }

    public void Dispose()
    {
        Training.Dispose();
        HeldBack?.Dispose();
    }
}
