using CollapseLab.Arms;
using CollapseLab.Data;

namespace CollapseLab;

/// <summary>A run that is to be done.</summary>
/// <param name="Setting">The point of the sweep.</param>
/// <param name="Arm">The way to train.</param>
/// <param name="Seed">From 1. Runs of the same seed have the same initial weights, rows and order in every arm.</param>
/// <param name="IsQuick">Whether it is the small version.</param>
/// <param name="Data">The images that the experiment asked for; null where it asked for none.</param>
internal sealed record Trial(Setting Setting, Arm Arm, int Seed, bool IsQuick, ImageSet? Data)
{
    /// <summary>The images.</summary>
    /// <exception cref="InvalidOperationException">The experiment asked for none.</exception>
    public ImageSet Images => Data ?? throw new InvalidOperationException($"The experiment names no {nameof(Images)}.");
}
