using Microsoft.ML;

namespace Syre.MLNet.Tests.Tuning;

/// <summary>A trainer that hardly learns as it comes, and candidates one of which lets it.</summary>
internal static class TuningCases
{
    /// <summary>The factor that makes a learning rate of use of the trainer's.</summary>
    public const double RightFactor = 4e4;

    public static SyreNetworkOptions Options { get; } = new()
    {
        Members = 1, HiddenLayers = [16], Epochs = 30, BatchSize = 32, LearningRate = 1e-6, Device = "cpu", Threads = 1, Seed = 5,
    };

    /// <summary>The right one is neither first nor last.</summary>
    public static IReadOnlyList<SyreNetworkCandidate> Planted { get; } =
        [.. new[] { 0.1, 10, 0.5, RightFactor, 3, 1e-3 }.Select(factor => new SyreNetworkCandidate { LearningRateFactor = factor })];

    public static TunedTransformer Tune(
        SyreNetworkTunerOptions options, SyreNetworkOptions? trainer = null, MLContext? context = null, int dataSeed = 1)
    {
        MLContext ml = context ?? new MLContext(seed: 1);
        return ml.BinaryClassification.Trainers.SyreNetwork(trainer ?? Options).Tuned(options).Fit(TestData.Binary(ml, seed: dataSeed));
    }

    /// <summary>What of a tuning must be the same however it came about.</summary>
    public static string Describe(TunedTransformer tuned)
    {
        IEnumerable<string> trials = tuned.TrialList.Select(trial => $"{trial with { Duration = default }}");
        float[] scores = Tabular.Small.Scores(tuned, TestData.Binary(new MLContext(seed: 1), seed: 2));
        IEnumerable<string> bits = scores.Select(score => $"{BitConverter.SingleToInt32Bits(score)}");
        return string.Join('\n', [.. trials, $"{tuned.Best.Number}", .. bits]);
    }
}
