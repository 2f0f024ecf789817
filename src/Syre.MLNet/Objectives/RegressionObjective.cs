using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.Cpu;
using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.MLNet.Objectives;

/// <summary>A number: squared error of the standardised label, which is bounded to what occurred in training (RealMLP).</summary>
/// <param name="scale">How labels relate to outputs; null before it is fitted.</param>
/// <param name="transform">The function of the label that is learnt; of no use where there is a scale, which knows it.</param>
internal sealed class RegressionObjective(LabelScale? scale = null, TargetTransform transform = TargetTransform.None) : Objective
{
    public override string Name => "regression";

    public override string ErrorName => "RMSE";

    public override bool IsScaled => true;

    public override IReadOnlyList<LabelScale> Scales => scale is null ? [] : [scale];

    private LabelScale Scale => scale ?? throw new InvalidOperationException("The objective is not fitted to labels.");

    public override string? LabelProblem(SchemaShape.Column label) =>
        label.Kind == SchemaShape.Column.VectorKind.Scalar && !label.IsKey && label.ItemType == NumberDataViewType.Single
            ? null
            : $"expected Single. Append mlContext.Transforms.Conversion.ConvertType(\"{label.Name}\", outputKind: " +
                "DataKind.Single) before the trainer";

    public override LabelGetter Getter(DataViewRow row, DataViewSchema.Column label)
    {
        ValueGetter<float> getter = row.GetGetter<float>(label);
        return number => getter(ref number[0]);
    }

    public override Objective Transforming(TargetTransform function) => new RegressionObjective(null, function);

    public override Objective FitTo(float[] labels, int size = 1) => new RegressionObjective(LabelScale.Of(labels, transform));

    public override Objective With(IReadOnlyList<LabelScale> scales) => new RegressionObjective(scales[0]);

    public override ContinuedObjective ContinueFrom(Objective earlier, float[] outputs, float[] labels, float[] all)
    {
        (LabelScale continued, EarlierScale fitted) = EarlierScale.Continue(earlier.Scales[0], transform, outputs, labels, all);
        return new(new RegressionObjective(continued), fitted.StartsAnew, fitted.Change);
    }

    public override CpuLoss? EngineLoss(double smoothing) => new(CpuLossKind.SquaredError);

    public override float[] EngineTargets(float[] labels) => Array.ConvertAll(labels, Scale.TargetOf);

    public override RowMeasure Measure(ReadOnlySpan<float> outputs, ReadOnlySpan<float> target)
    {
        RowMeasure own = RowMeasure.OfNumbers(outputs, target);
        if (Scale.Transform is null)
            return own;
        double distance = Scale.LabelOf(outputs[0]) - Scale.LabelOf(target[0]);
        return new(own.Loss, distance * distance, Math.Abs(distance));
    }

    /// <summary>The distance, in the unit of what is learnt.</summary>
    public override double Misfit(ReadOnlySpan<float> outputs, float label)
    {
        float score = outputs[0] * Scale.ScoreFactor + Scale.ScoreOffset;
        return Scale.Transform?.Distance(score, label) ?? Math.Abs((double)score - label);
    }

    public override Tensor Targets(float[] labels) => tensor(EngineTargets(labels));

    public override Tensor Loss(Tensor outputs, in LabelledBatch batch, double smoothing = 0) => batch.Weights is null
        ? nn.functional.mse_loss(outputs.squeeze(1), batch.Targets)
        : Mean((outputs.squeeze(1) - batch.Targets).Square(), batch.Weights);

    public override double ReportedError(double mean) => Math.Sqrt(mean) * (Scale.Transform is null ? Math.Abs(Scale.Deviation) : 1);

    public override Tensor ConstantOutputs(Tensor targets, int outputs) => targets.mean().reshape(1, 1);

    public override int? Classes(int outputs) => null;

    public override Tensor? MeasuredTargets(Tensor targets) => targets.unsqueeze(1);

    public override double? ErrorUncertainty(double error, double otherError, int rows) => null;
}
