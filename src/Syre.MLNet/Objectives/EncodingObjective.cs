using Microsoft.ML;
using static TorchSharp.torch;

namespace Syre.MLNet.Objectives;

/// <summary>
/// What an encoder learns, from rows without a label. The network knows its kind's loss and gives it, row by row; here it is the mean.
/// </summary>
internal sealed class EncodingObjective : Objective
{
    public override string Name => "encoder";

    public override string ErrorName => "loss";

    public override bool HasLabel => false;

    public override string? LabelProblem(SchemaShape.Column label) => null;

    public override LabelGetter Getter(DataViewRow row, DataViewSchema.Column label) => throw NoLabel();

    public override Tensor Targets(float[] labels) => throw NoLabel();

    public override Tensor Loss(Tensor outputs, in LabelledBatch batch, double smoothing = 0) => Mean(outputs.squeeze(1), batch.Weights);

    public override RowMeasure Measure(ReadOnlySpan<float> outputs, ReadOnlySpan<float> target) => new(outputs[0], outputs[0]);

    public override string? MetricProblem(TrainingMetric metric) =>
        metric == TrainingMetric.Auto ? null : $"use {nameof(TrainingMetric.Auto)}, the loss";

    public override Tensor ConstantOutputs(Tensor targets, int outputs) => throw NoLabel();

    public override int? Classes(int outputs) => null;

    public override Tensor? MeasuredTargets(Tensor targets) => null;

    public override double? ErrorUncertainty(double error, double otherError, int rows) => null;

    private static NotSupportedException NoLabel() => new("An encoder has no label.");
}
