using Microsoft.ML.Runtime;
using Syre.MLNet.Inputs;

namespace Syre.MLNet.Fitting;

/// <summary>What the log says of rows before a training.</summary>
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
}
