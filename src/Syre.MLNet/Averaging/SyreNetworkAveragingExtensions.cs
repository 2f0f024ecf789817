using Syre.MLNet;

namespace Microsoft.ML;

/// <summary>Adds <c>AveragedWith</c> to <c>SyreNetwork</c>.</summary>
public static class SyreNetworkAveragingExtensions
{
    /// <summary>
    /// Trains another trainer too, and averages the predictions of both: two models that err on different rows are together better than
    /// either. How much each counts is learnt from rows held back.
    /// </summary>
    /// <param name="trainer">The network.</param>
    /// <param name="other">
    /// Any trainer of the same task and label: of two classes one that gives a <c>Probability</c>, of several one whose <c>Score</c> is
    /// probabilities, of numbers one that gives a <c>Score</c>. It may be a chain that ends in one.
    /// </param>
    /// <returns>An estimator whose output columns are the task's own.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="trainer"/> has an <see cref="SyreNetworkOptions.Interval"/>, which would be of
    /// the network alone.</exception>
    public static AveragedEstimator AveragedWith(this SyreNetworkEstimator trainer, IEstimator<ITransformer> other)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(other);
        if (trainer.Options.Interval is not null)
        {
            throw new ArgumentException(
                $"{nameof(trainer.Options.Interval)} is of the network's own predictions, not of averaged ones; leave it null.",
                nameof(trainer));
        }
        return new AveragedEstimator(trainer, other);
    }
}
