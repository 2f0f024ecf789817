using System.Collections.ObjectModel;

namespace Syre.MLNet;

/// <summary>How a training went. It travels in the saved model file.</summary>
public sealed record TrainingSummary
{
    /// <summary>Why training ended.</summary>
    public required StopReason StopReason { get; init; }

    /// <summary>Epochs done.</summary>
    public required int Epochs { get; init; }

    /// <summary>Epochs that the training would have done if nothing had ended it; 0 in models of before it was noted.</summary>
    public int PlannedEpochs { get; init; }

    /// <summary>Most rows of a step; 0 in models of before it was noted.</summary>
    public int BatchSize { get; init; }

    /// <summary>The epoch whose network was kept, from 1; the last one when there were no validation rows.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>Optimizer steps done.</summary>
    public required long Steps { get; init; }

    /// <summary>Rows trained on.</summary>
    public required int TrainingRows { get; init; }

    /// <summary>Rows held back to choose the best epoch; 0 for none.</summary>
    public required int ValidationRows { get; init; }

    /// <summary>Rows left out because a feature or the label was missing, as ML.NET's own trainers do.</summary>
    public required int SkippedRows { get; init; }

    /// <summary>
    /// Those of <see cref="SkippedRows"/> whose features were there but whose label was missing: NaN or infinite, or a key of no class.
    /// </summary>
    public int RowsWithoutLabel { get; init; }

    /// <summary>
    /// Rows given for training, held-back ones among them, of which a feature was missing and was filled in
    /// (<see cref="MissingValues.Impute"/>); rows that were left out do not count.
    /// </summary>
    public int RowsWithMissingFeature { get; init; }

    /// <summary>Features that were missing in one of these rows.</summary>
    public int FeaturesWithMissing { get; init; }

    /// <summary>Trained numbers in the network.</summary>
    public required long Parameters { get; init; }

    /// <summary>Mean training loss of the last epoch.</summary>
    public required double TrainingLoss { get; init; }

    /// <summary>
    /// Loss of the kept network on the validation rows, by their weights, without label smoothing and with the temperature that the best
    /// was found with; null without validation rows.
    /// </summary>
    public required double? ValidationLoss { get; init; }

    /// <summary>
    /// Error of the kept network on the validation rows, by their weights: share of wrong labels, or root mean squared error in the
    /// label's unit, or of an encoder the loss; null without validation rows.
    /// </summary>
    public required double? ValidationError { get; init; }

    /// <summary>
    /// What the epoch was chosen by (<see cref="SyreTrainerOptions.Metric"/>), of the kept network on the validation rows, the lower the
    /// better: of the area under the curve what is missing to 1, of the accuracy the error. Null without validation rows, and in models
    /// of before it was noted.
    /// </summary>
    public double? ValidationMetric { get; init; }

    /// <summary>
    /// What the network's logits are divided by before they become scores and probabilities; 1 where they are not calibrated
    /// (<see cref="SyreTrainerOptions.Calibrate"/>).
    /// </summary>
    public double Temperature { get; init; } = 1;

    /// <summary>
    /// What intervals or sets of classes are made of; null where none were asked for (<see cref="SyreNetworkOptions.Interval"/>).
    /// </summary>
    public IntervalSummary? Interval { get; init; }

    /// <summary>Time spent training, without <see cref="DiagnosticsDuration"/>.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Time spent measuring collapse.</summary>
    public required TimeSpan DiagnosticsDuration { get; init; }

    /// <summary>
    /// The seed used: this and the same rows give the same network, bit for bit; of autograd on the same machine with as many threads.
    /// </summary>
    public required long Seed { get; init; }

    /// <summary>
    /// What computed the steps: <c>CPU engine</c> or <c>autograd</c>. Empty in models of before there was a choice, which autograd trained.
    /// </summary>
    public string Engine { get; init; } = "";

    /// <summary>
    /// How the training of each member of an ensemble went (<see cref="SyreNetworkOptions.Members"/>); none of one network. Of an ensemble
    /// epochs, rows and losses are those of the member that its collapse report is of; steps, parameters and times are of all.
    /// </summary>
    public IReadOnlyList<TrainingSummary> Members { get; init => field = new SummaryList(value); } = new SummaryList([]);

    /// <summary>The device trained on, as TorchSharp names it.</summary>
    public required string Device { get; init; }

    /// <summary>Summaries that are equal where each is.</summary>
    private sealed class SummaryList(IEnumerable<TrainingSummary> summaries) : ReadOnlyCollection<TrainingSummary>([.. summaries])
    {
        public override bool Equals(object? obj) => obj is SummaryList other && this.SequenceEqual(other);

        public override int GetHashCode() => Count;
    }
}
