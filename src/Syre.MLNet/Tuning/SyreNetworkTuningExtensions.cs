using Syre.MLNet;
using Syre.Torch;

namespace Microsoft.ML;

/// <summary>Adds the choice of options to <c>SyreNetwork</c>.</summary>
public static class SyreNetworkTuningExtensions
{
    /// <summary>Chooses the trainer's options by trials on rows held back, and trains with the best.</summary>
    /// <param name="trainer">The trainer, whose options are those of the first trial and of all that is not searched.</param>
    /// <param name="options">How long and where is searched; null (default) for the defaults.</param>
    /// <returns>An estimator whose output columns are the trainer's.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range, or the trainer cannot be tuned; all that is wrong is
    /// listed.</exception>
    /// <example>
    /// <code>
    /// var tuned = mlContext.BinaryClassification.Trainers.SyreNetwork()
    ///     .Tuned(new() { TimeBudget = TimeSpan.FromMinutes(5), JournalDirectory = "tuning" });
    /// </code>
    /// </example>
    public static SyreNetworkTuner Tuned(this SyreNetworkEstimator trainer, SyreNetworkTunerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        return new SyreNetworkTuner(trainer, options ?? new SyreNetworkTunerOptions());
    }

    /// <summary>
    /// The trainer with a candidate's options, for searches other than <see cref="Tuned"/>, such as those of ML.NET's AutoML.
    /// </summary>
    /// <param name="trainer">The trainer.</param>
    /// <param name="candidate">What is changed of its options.</param>
    /// <returns>A trainer of the same task and seed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number of the candidate is out of its range; all that are, are listed.</exception>
    /// <example>
    /// With the package Microsoft.ML.AutoML:
    /// <code>
    /// var network = mlContext.Auto().CreateSweepableEstimator(
    ///     (context, candidate) => context.BinaryClassification.Trainers.SyreNetwork().With(candidate),
    ///     new SearchSpace&lt;SyreNetworkCandidate&gt;());
    /// </code>
    /// </example>
    public static SyreNetworkEstimator With(this SyreNetworkEstimator trainer, SyreNetworkCandidate candidate)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(candidate);
        var violations = new Violations();
        candidate.AddTo(violations);
        violations.ThrowIfOutOfRange(nameof(SyreNetworkCandidate));
        SyreNetworkOptions options = candidate.ApplyTo(trainer.Options, trainer.Tasks[0].Objective);
        return new SyreNetworkEstimator(trainer.Environment, trainer.Tasks, options with { Seed = trainer.Seed });
    }
}
