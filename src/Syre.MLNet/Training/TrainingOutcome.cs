using Syre.MLNet.Inputs;
using static TorchSharp.torch;

namespace Syre.MLNet.Training;

/// <summary>What came out of the training loop; the parts of a <see cref="TrainingSummary"/> that the loop knows.</summary>
internal sealed record TrainingOutcome(
    StopReason StopReason,
    int Epochs,
    int BestEpoch,
    long Steps,
    double TrainingLoss,
    ValidationResult? Validation,
    double Temperature,
    TimeSpan Duration)
{
    /// <summary>The account of a training that has not begun.</summary>
    public static TrainingSummary NotBegun { get; } = new()
    {
        StopReason = StopReason.Cancelled,
        Epochs = 0,
        BestEpoch = 0,
        Steps = 0,
        TrainingRows = 0,
        ValidationRows = 0,
        SkippedRows = 0,
        Parameters = 0,
        TrainingLoss = double.NaN,
        ValidationLoss = null,
        ValidationError = null,
        Duration = default,
        DiagnosticsDuration = default,
        Seed = 0,
        Device = "",
    };

    /// <summary>The account of the training that users see.</summary>
    /// <param name="network">What was trained.</param>
    /// <param name="rows">All rows that were read for training.</param>
    /// <param name="trainingRows">Rows trained on.</param>
    /// <param name="validationRows">Rows held back.</param>
    /// <param name="recipe">How it was done.</param>
    /// <param name="device">Where it ran.</param>
    /// <param name="choice">What computed the steps.</param>
    /// <param name="diagnostics">Time that measures took in <see cref="Duration"/>, which is counted apart.</param>
    public TrainingSummary Summary(
        nn.Module network, TrainingSet rows, int trainingRows, int validationRows, TrainingRecipe recipe, Device device,
        StepChoice choice, TimeSpan diagnostics) => new()
        {
            StopReason = StopReason,
            Epochs = Epochs,
            PlannedEpochs = recipe.Plan.Epochs,
            BatchSize = recipe.Plan.BatchSize,
            BestEpoch = BestEpoch,
            Steps = Steps,
            TrainingRows = trainingRows,
            ValidationRows = validationRows,
            SkippedRows = rows.WithoutFeature + rows.WithoutLabel,
            RowsWithoutLabel = rows.WithoutLabel,
            RowsWithMissingFeature = rows.WithMissing,
            FeaturesWithMissing = rows.Rows[0].Missing.Count,
            Parameters = network.parameters().Sum(parameter => parameter.numel()),
            TrainingLoss = TrainingLoss,
            ValidationLoss = Validation?.Loss,
            ValidationError = Validation?.Error,
            ValidationMetric = Validation?.Choosing,
            Temperature = Temperature,
            Duration = Duration - diagnostics,
            DiagnosticsDuration = diagnostics,
            Seed = recipe.Seed,
            Device = device.ToString(),
            Engine = choice.Name,
        };
}
