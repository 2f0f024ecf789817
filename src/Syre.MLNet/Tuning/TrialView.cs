using Microsoft.ML;
using Syre.MLNet.Networks;
using Syre.MLNet.Objectives;
using Syre.MLNet.SyreNetwork;

namespace Syre.MLNet.Tuning;

/// <summary>Trials as a data view.</summary>
internal static class TrialView
{
    /// <summary>Makes the view.</summary>
    /// <param name="context">Where it is made.</param>
    /// <param name="trials">The trials.</param>
    /// <param name="best">The best.</param>
    /// <param name="fit">Knows their options.</param>
    /// <param name="objective">What is learnt.</param>
    public static IDataView Create(
        MLContext context, IReadOnlyList<TuningTrial> trials, TuningTrial best, TrialFit fit, Objective objective) =>
        context.Data.LoadFromEnumerable(
            trials.Select(trial => Row(trial, trial == best, fit.OptionsOf(trial.Candidate), objective)).ToArray());

    private static TrialRow Row(TuningTrial trial, bool isBest, SyreNetworkOptions options, Objective objective) => new()
    {
        Trial = trial.Number,
        Rung = trial.Rung,
        Epochs = trial.Epochs,
        Metric = trial.Metric,
        Seconds = trial.Duration.TotalSeconds,
        State = $"{trial.State}",
        IsBest = isBest,
        LearningRate = TabularSource.LearningRate(options, objective),
        BatchSize = options.BatchSize ?? 0,
        HiddenLayers = string.Join(", ", options.HiddenLayers),
        Activation = $"{options.Activation ?? RealMlp.Activation(objective)}",
        NumericEmbedding = $"{RealMlp.NumericEmbedding(options, objective)}",
        Dropout = options.Dropout,
        LabelSmoothing = options.LabelSmoothing,
        WeightDecay = options.Syre.WeightDecay!.Value,
        Sigma0 = options.Syre.Sigma0!.Value,
        Message = trial.Message ?? "",
    };
}
