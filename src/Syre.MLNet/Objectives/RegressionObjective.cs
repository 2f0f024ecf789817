using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.Cpu;
using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.MLNet.Objectives;

/// <summary>A number: squared error of the standardised label, which is bounded to what occurred in training (RealMLP).</summary>
/// <param name="scale">How labels relate to outputs; null before it is fitted.</param>
internal sealed class RegressionObjective(LabelScale? scale = null) : Objective
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

    public override Objective FitTo(float[] labels, int size = 1) => new RegressionObjective(LabelScale.Of(labels));

    public override Objective With(IReadOnlyList<LabelScale> scales) => new RegressionObjective(scales[0]);

    public override ContinuedObjective ContinueFrom(Objective earlier, float[] outputs, float[] labels, float[] all)
    {
        EarlierScale fitted = EarlierScale.Fit(earlier.Scales[0], outputs, labels);
        return new(new RegressionObjective(fitted.Scale.WidenedTo(all.Min(), all.Max())), fitted.StartsAnew, fitted.Change);
    }

    public override CpuLoss? EngineLoss(double smoothing) => new(CpuLossKind.SquaredError);

    public override float[] EngineTargets(float[] labels) => Array.ConvertAll(labels, Scale.ToOutput);

    public override Tensor Targets(float[] labels) => tensor(EngineTargets(labels));

    public override Tensor Loss(Tensor outputs, in LabelledBatch batch, double smoothing = 0) => batch.Weights is null
        ? nn.functional.mse_loss(outputs.squeeze(1), batch.Targets)
        : Mean((outputs.squeeze(1) - batch.Targets).Square(), batch.Weights);

    public override double ReportedError(double mean) => Math.Sqrt(mean) * Math.Abs(Scale.Deviation);

    public override Tensor ConstantOutputs(Tensor targets, int outputs) => targets.mean().reshape(1, 1);

    public override int? Classes(int outputs) => null;

    public override Tensor? MeasuredTargets(Tensor targets) => targets.unsqueeze(1);

    public override double? ErrorUncertainty(double error, double otherError, int rows) => null;
}
