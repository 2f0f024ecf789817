using System.Globalization;
using Leaderboard.Runs;
using Leaderboard.Sets;

namespace Leaderboard.Tables;

/// <summary>A column of the tables.</summary>
/// <param name="Title">Its title in Markdown.</param>
/// <param name="Name">Its name in CSV.</param>
/// <param name="Of">The value; null where it does not exist.</param>
/// <param name="Format">How it is written.</param>
/// <param name="Better">1 where more is better, −1 where less is, 0 where it depends.</param>
internal sealed record Measure(string Title, string Name, Func<Measures, double?> Of, string Format, int Better)
{
    /// <summary>Share of right predictions.</summary>
    public static readonly Measure Accuracy = new("accuracy", "accuracy", measures => measures.Accuracy, "0.000", 1);

    /// <summary>Truth of the probabilities.</summary>
    public static readonly Measure LogLoss = new("log loss", "log_loss", measures => measures.LogLoss, "0.000", -1);

    /// <summary>Of two classes, the area under the receiver operating characteristic.</summary>
    public static readonly Measure Area = new("AUC", "auc", measures => measures.AreaUnderRocCurve, "0.000", 1);

    /// <summary>Of numbers, the error as a share of their spread.</summary>
    public static readonly Measure RelativeError =
        new("RMSE / deviation", "relative_rmse", measures => measures.RelativeError, "0.0000", -1);

    /// <summary>Of numbers, the error in the label's unit; it has no mean over sets.</summary>
    public static readonly Measure Error = new("RMSE", "rmse", measures => measures.RootMeanSquaredError, "0.###", -1);

    /// <summary>Quality, by which trainers are compared.</summary>
    public static readonly IReadOnlyList<Measure> Quality =
    [
        Accuracy,
        new("macro-F1", "macro_f1", measures => measures.MacroF1, "0.000", 1),
        Area,
        LogLoss,
        RelativeError,
    ];

    public static readonly IReadOnlyList<Measure> All =
    [
        .. Quality,
        Error,
        new("fit, s", "fit_seconds", measures => measures.FitSeconds, "0.0", -1),
        new("µs a row", "microseconds", measures => measures.Microseconds, "0", -1),
        new("µs, 30 words", "microseconds_30_words", measures => measures.MicrosecondsOf30Words, "0", -1),
        new("file, MB", "megabytes", measures => measures.Bytes / 1e6, "0.00", -1),
        new("effective rank", "effective_rank", measures => measures.EffectiveRank, "0.0", 0),
    ];

    /// <summary>The measure that sets of a task are told by.</summary>
    public static Measure ForTask(SetTask task) => task == SetTask.Regression ? RelativeError : Accuracy;

    /// <summary>A value as it is written.</summary>
    public string Text(double value) => value.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Its title and value.</summary>
    public string Describe(Measures measures) => Of(measures) is { } value ? $"{Title} {Text(value)}" : "";
}
