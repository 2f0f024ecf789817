using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.Cpu;
using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.MLNet.Objectives;

/// <summary>Two classes: a Boolean label, one logit, cross-entropy.</summary>
internal sealed class BinaryObjective : Objective
{
    public override string Name => "binary";

    public override string? LabelProblem(SchemaShape.Column label) =>
        label.Kind == SchemaShape.Column.VectorKind.Scalar && !label.IsKey && label.ItemType is BooleanDataViewType
            ? null
            : "expected Boolean. Convert it first, for example with mlContext.Transforms.Conversion.ConvertType (numbers) or " +
              "mlContext.Transforms.Conversion.MapValue (texts)";

    public override LabelGetter Getter(DataViewRow row, DataViewSchema.Column label)
    {
        ValueGetter<bool> getter = row.GetGetter<bool>(label);
        bool value = false;
        return number =>
        {
            getter(ref value);
            number[0] = value ? 1 : 0;
        };
    }

    public override CpuLoss? EngineLoss(double smoothing) => new(CpuLossKind.BinaryCrossEntropy) { Smoothing = (float)smoothing };

    public override Tensor Targets(float[] labels) => tensor(labels);

    public override Tensor Loss(Tensor outputs, in LabelledBatch batch, double smoothing = 0)
    {
        Tensor targets = smoothing > 0 ? batch.Targets.Mul(1 - smoothing).Add(smoothing / 2) : batch.Targets;
        return nn.functional.binary_cross_entropy_with_logits(outputs.squeeze(1), targets, batch.Weights);
    }

    public override RowMeasure Measure(ReadOnlySpan<float> outputs, ReadOnlySpan<float> target)
    {
        double logit = outputs[0];
        bool isPositive = target[0] > 0.5f;
        double loss = Math.Max(logit, 0) - (isPositive ? logit : 0) + PortableMath.LogP1(PortableMath.Exp(-Math.Abs(logit)));
        return new(loss, logit > 0 == isPositive ? 0 : 1);
    }

    public override string? MetricProblem(TrainingMetric metric) =>
        metric is TrainingMetric.RootMeanSquaredError or TrainingMetric.MeanAbsoluteError
            ? $"use {nameof(TrainingMetric.Accuracy)}, {nameof(TrainingMetric.AreaUnderRocCurve)} or {nameof(TrainingMetric.LogLoss)}"
            : null;

    public override Tensor ConstantOutputs(Tensor targets, int outputs)
    {
        Tensor share = targets.mean().Clamp(1e-6, 1 - 1e-6);
        return (share / share.neg().Add(1)).log().reshape(1, 1);
    }

    public override int? Classes(int outputs) => 2;

    public override Tensor? MeasuredTargets(Tensor targets) => targets.to(int64);
}
