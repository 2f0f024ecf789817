using Syre.MLNet.Options;

namespace Syre.MLNet;

/// <content>The rules that options have to keep.</content>
public abstract partial record SyreTrainerOptions
{
    /// <summary>OpenMP ends the process where it cannot make as many threads as it is told to.</summary>
    private const int MostThreads = 1024;

    /// <summary>Every violated rule, one sentence each.</summary>
    internal virtual IEnumerable<string> Violations()
    {
        if (string.IsNullOrEmpty(LabelColumnName))
            yield return $"{nameof(LabelColumnName)} is empty; name the label's column.";
        if (ExampleWeightColumnName is "")
            yield return $"{nameof(ExampleWeightColumnName)} is empty; name a column or use null.";
        if (Epochs < 1)
            yield return $"{nameof(Epochs)} is {Epochs}; it must be at least 1.";
        if (BatchSize < 1)
            yield return $"{nameof(BatchSize)} is {BatchSize}; it must be at least 1.";
        if (LearningRate is { } rate && !(rate > 0 && double.IsFinite(rate)))
            yield return $"{nameof(LearningRate)} is {rate}; it must be a number above 0, or null for the trainer's default.";
        if (!(ValidationFraction >= 0 && ValidationFraction < 1))
            yield return $"{nameof(ValidationFraction)} is {ValidationFraction}; it must lie in [0, 1).";
        if (EarlyStoppingPatience is < 1)
            yield return $"{nameof(EarlyStoppingPatience)} is {EarlyStoppingPatience}; it must be at least 1, or null for none.";
        if (EarlyStoppingPatience is not null && ValidationFraction == 0 && ValidationSet is null)
        {
            yield return $"{nameof(EarlyStoppingPatience)} needs validation rows; " +
                $"set {nameof(ValidationFraction)} above 0 or give a {nameof(ValidationSet)}.";
        }

        if (TimeLimit is { } limit && limit <= TimeSpan.Zero)
            yield return $"{nameof(TimeLimit)} is {limit}; it must be above zero, or null for no limit.";
        if (!(Dropout >= 0 && Dropout < 1))
            yield return $"{nameof(Dropout)} is {Dropout}; it must lie in [0, 1).";
        if (!(LabelSmoothing >= 0 && LabelSmoothing < 1))
            yield return $"{nameof(LabelSmoothing)} is {LabelSmoothing}; it must lie in [0, 1).";
        if (GradientClipNorm is { } norm && !(norm > 0))
            yield return $"{nameof(GradientClipNorm)} is {norm}; it must be above 0, or null for none.";
        if (Threads is < 1 or > MostThreads)
        {
            yield return $"{nameof(Threads)} is {Threads}; it must be from 1 to {MostThreads}, " +
                "or null to choose by the size of the network.";
        }

        if (CheckpointDirectory is "")
            yield return $"{nameof(CheckpointDirectory)} is empty; name a folder, or use null for no checkpoints.";
        if (CheckpointEvery < 1)
            yield return $"{nameof(CheckpointEvery)} is {CheckpointEvery}; it must be at least 1.";
        if (!DeviceName.IsValid(Device))
            yield return $"{nameof(Device)} is '{Device}'; it must be auto, cpu, cuda or cuda:N.";
        foreach (string violation in OptionChecks.Nested(nameof(Syre), Syre, syre => syre.Validate()))
            yield return violation;
        if (Collapse is null)
            yield return $"{nameof(Collapse)} is null; leave it at its default.";
        foreach (string violation in Collapse?.Violations(["PredictedLabel", "Score", "Probability"]) ?? [])
            yield return $"{nameof(Collapse)}.{violation}";

        foreach (string violation in OptionChecks.UndefinedEnums(LearningRateSchedule, ModelSelection))
            yield return violation;
    }
}
