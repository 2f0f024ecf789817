using Syre.MLNet.Options;
using Syre.Torch;

namespace Syre.MLNet;

/// <content>The rules that options have to keep.</content>
public abstract partial record SyreTrainerOptions
{
    /// <summary>OpenMP ends the process where it cannot make as many threads as it is told to.</summary>
    private const int MostThreads = 1024;

    /// <summary>Columns that ML.NET's own trainers write.</summary>
    private protected static IReadOnlyList<string> StockColumns => ["PredictedLabel", "Score", "Probability"];

    /// <summary>The columns of intervals or of sets of classes that are written.</summary>
    /// <param name="ofNumbers">Whether labels are numbers, and no classes.</param>
    internal virtual IReadOnlyList<string> IntervalColumnNames(bool ofNumbers) => [];

    /// <summary>Notes every option that is not for what is learnt.</summary>
    /// <param name="violations">Is told of them.</param>
    /// <param name="ofNumbers">Whether labels are numbers, and no classes.</param>
    internal virtual void AddTo(Violations violations, bool ofNumbers) =>
        violations.Require(!ofNumbers || !ClassWeights.AreGiven, "ClassWeights are for classification only.");

    /// <summary>Notes every option that is out of range.</summary>
    /// <param name="violations">Is told of them.</param>
    internal virtual void AddTo(Violations violations)
    {
        violations.Require(!string.IsNullOrEmpty(LabelColumnName), "LabelColumnName is empty; name the label's column.");
        violations.Require(ExampleWeightColumnName is not "", "ExampleWeightColumnName is empty; name a column or use null.");
        ClassWeights.AddTo(violations);
        violations.Require(SamplingKeyColumnName is not "", "SamplingKeyColumnName is empty; name a column or use null.");
        violations.Require(Epochs is null or >= 1, Epochs, "at least 1, or null to choose by the number of rows");
        violations.Require(BatchSize is null or >= 1, BatchSize, "at least 1, or null to choose by the number of rows");
        violations.Require(LearningRate is null or (> 0 and < double.PositiveInfinity), LearningRate,
            "a number above 0, or null for the trainer's default");
        violations.Require(ValidationFraction is >= 0 and < 1, ValidationFraction, "in [0, 1)");
        violations.Require(EarlyStoppingPatience is null or >= 1, EarlyStoppingPatience, "at least 1, or null for none");
        violations.Require(EarlyStoppingPatience is null || ValidationFraction != 0 || ValidationSet is not null,
            "EarlyStoppingPatience needs validation rows; set ValidationFraction above 0 or give a ValidationSet.");
        violations.Require(TimeLimit is null || TimeLimit > TimeSpan.Zero, TimeLimit, "above zero, or null for no limit");
        violations.Require(Dropout is >= 0 and < 1, Dropout, "in [0, 1)");
        violations.Require(LabelSmoothing is >= 0 and < 1, LabelSmoothing, "in [0, 1)");
        violations.Require(GradientClipNorm is null or > 0, GradientClipNorm, "above 0, or null for none");
        violations.Require(Threads is null or (>= 1 and <= MostThreads), Threads,
            $"from 1 to {MostThreads}, or null to choose by the size of the network");
        violations.Require(CheckpointDirectory is not "" && CheckpointDirectory?.Contains('\0') != true,
            "CheckpointDirectory is empty or holds a NUL; name a folder, or use null for no checkpoints.");
        violations.Require(CheckpointEvery >= 1, CheckpointEvery, "at least 1");
        violations.Require(DeviceName.IsValid(Device), $"{nameof(Device)} is '{Device}'; it must be auto, cpu, cuda or cuda:N.");
        Syre.AddTo(violations.Within(nameof(Syre)));
        violations.Require(Collapse is not null, "Collapse is null; leave it at its default.");
        Collapse?.AddTo(violations.Within(nameof(Collapse)), StockColumns);
        violations.RequireDefined(MissingValues);
        violations.RequireDefined(LearningRateSchedule);
        violations.RequireDefined(Metric);
        violations.RequireDefined(Engine);
    }
}
