using System.Globalization;
using Microsoft.ML.Runtime;
using Syre.MLNet.Inputs;
using Syre.MLNet.Training;
using Syre.Torch;

namespace Syre.MLNet.Fitting;

/// <summary>What the log says of rows before a training, and of the epoch that was kept after it.</summary>
internal static class FitRemarks
{
    /// <summary>Warns of labels that are all alike.</summary>
    public static void OneClass(IChannel channel, TrainingSet rows)
    {
        if (rows.Labels.Distinct().Count() == 1)
        {
            channel.Warning(MessageSensitivity.None,
                $"All {rows.Count} rows have the same label; the network can only learn to predict it.");
        }
    }

    /// <summary>Warns of rows that all belong together.</summary>
    public static void OneGroup(IChannel channel, string column) => channel.Warning(MessageSensitivity.None,
        $"All rows have the same value in '{column}', so that none is held back: the last epoch is kept.");

    /// <summary>Tells which features have an input that tells of missing ones.</summary>
    public static void Indicated(IChannel channel, IReadOnlyList<int> features, FeatureNames names)
    {
        if (features.Count > 0)
        {
            channel.Info(MessageSensitivity.Schema,
                $"{features.Count} features have an input that tells whether they are missing: {names.List(features)}.");
        }
    }

    /// <summary>Tells which features are embedded.</summary>
    public static void Embedded(IChannel channel, IReadOnlyList<int> features, FeatureNames names)
    {
        if (features.Count > 0)
        {
            channel.Info(MessageSensitivity.Schema,
                $"Of {features.Count} features the network reads cosines too (NumericEmbedding): {names.List(features)}.");
        }
    }

    /// <summary>Warns of a rescue that is less than half done: a network that is pulled away errs more before it errs less.</summary>
    public static void Rescued(IChannel channel, TrainingRecipe recipe, TrainingOutcome outcome)
    {
        if (recipe.Options.Syre.Preset != SyrePreset.Rescue || recipe.PullShare(outcome.BestEpoch) is not (< 0.5 and var share))
            return;
        string remedy = outcome.StopReason switch
        {
            StopReason.Completed or StopReason.EarlyStopped =>
                " ValidationFraction = 0 keeps the last epoch, which has had all of it.",
            StopReason.TimeLimit =>
                $" The time was over after epoch {outcome.Epochs}, and the pull is spread over all: set Epochs to what there is time for.",
            _ => "",
        };
        channel.Warning(MessageSensitivity.None, string.Create(
            CultureInfo.InvariantCulture,
            $"Epoch {outcome.BestEpoch} of {recipe.Plan.Epochs} was kept, which has had {share * 100:f0} % of the pull of the preset " +
            $"Rescue.{remedy}"));
    }
}
