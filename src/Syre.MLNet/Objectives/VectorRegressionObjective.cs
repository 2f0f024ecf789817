using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.Cpu;
using Syre.MLNet.Stock;
using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.MLNet.Objectives;

/// <summary>
/// Several numbers at once: squared error of the standardised labels, one output for each, bounded to what occurred in training. The
/// reported error is the root of the mean squared error over rows and numbers, each in units of its standard deviation in all rows
/// at hand, so that no number's unit chooses the epoch.
/// </summary>
/// <param name="scales">How each number relates to its output; empty before it is fitted.</param>
/// <param name="transform">The function of each number that is learnt; of no use where there are scales, which know it.</param>
/// <param name="factors">The scales' deviations over those of the labels at hand; null where they are the same.</param>
internal sealed class VectorRegressionObjective(
    IReadOnlyList<LabelScale> scales, TargetTransform transform = TargetTransform.None, double[]? factors = null) : Objective
{
    public override string Name => "vector regression";

    public override string ErrorName => "RMSE";

    public override bool IsScaled => true;

    public override IReadOnlyList<LabelScale> Scales => scales;

    public override string? LabelProblem(SchemaShape.Column label) =>
        label.Kind == SchemaShape.Column.VectorKind.Vector && !label.IsKey && label.ItemType == NumberDataViewType.Single
            ? null
            : "expected Single, or for several numbers at once a vector of Single of known size: give it in the class that the data are " +
              "loaded from ([VectorType(size)]), or use a transform with an output of fixed size";

    public override int Outputs(DataViewType labelType) => LabelSize(labelType);

    public override int LabelSize(DataViewType labelType) => ((VectorDataViewType)labelType).Size;

    public override LabelGetter Getter(DataViewRow row, DataViewSchema.Column label)
    {
        ValueGetter<VBuffer<float>> getter = SizedVector.Getter(row, label);
        VBuffer<float> value = default;
        return numbers =>
        {
            getter(ref value);
            value.CopyTo(numbers);
        };
    }

    public override Objective Transforming(TargetTransform function) => new VectorRegressionObjective([], function);

    public override Objective FitTo(float[] labels, int size = 1) => new VectorRegressionObjective(
        [.. Enumerable.Range(0, size).Select(output => LabelScale.Of(Column(labels, size, output), transform))]);

    public override Objective With(IReadOnlyList<LabelScale> fitted) => new VectorRegressionObjective(fitted);

    public override ContinuedObjective ContinueFrom(Objective earlier, float[] outputs, float[] labels, float[] every)
    {
        int size = earlier.Scales.Count;
        (LabelScale Scale, EarlierScale Fitted)[] all = [.. Enumerable.Range(0, size).Select(output => EarlierScale.Continue(
            earlier.Scales[output], transform, Column(outputs, size, output), Column(labels, size, output), Column(every, size, output)))];
        EarlierScale[] fitted = [.. all.Select(one => one.Fitted)];
        string changes = string.Join(
            " ", fitted.Select((one, output) => one.Change is { } change ? $"Label {output}: {change}" : null).OfType<string>());
        // One last layer gives all outputs.
        return new(
            new VectorRegressionObjective(
                [.. all.Select(one => one.Scale)],
                factors: [.. all.Select((one, output) => one.Scale.Deviation / Deviation(one.Scale, Column(every, size, output)))]),
            fitted.All(one => one.StartsAnew),
            changes.Length > 0 ? changes : null);
    }

    public override CpuLoss? EngineLoss(double smoothing) => new(CpuLossKind.SquaredError);

    public override float[] EngineTargets(float[] labels) => [.. labels.Select((label, i) => scales[i % scales.Count].TargetOf(label))];

    public override RowMeasure Measure(ReadOnlySpan<float> outputs, ReadOnlySpan<float> target) =>
        RowMeasure.OfNumbers(outputs, target, factors);

    public override Tensor Targets(float[] labels) => tensor(EngineTargets(labels)).reshape(-1, scales.Count);

    public override Tensor Loss(Tensor outputs, in LabelledBatch batch, double smoothing = 0) =>
        Mean((outputs - batch.Targets).Square().mean([1]), batch.Weights);

    public override double ReportedError(double mean) => Math.Sqrt(mean);

    public override Tensor ConstantOutputs(Tensor targets, int outputs) => targets.mean([0], keepdim: true);

    public override int? Classes(int outputs) => null;

    public override Tensor? MeasuredTargets(Tensor targets) => targets;

    public override double? ErrorUncertainty(double error, double otherError, int rows) => null;

    /// <summary>That of labels which are all alike is the scale's: they have none of their own.</summary>
    private static double Deviation(LabelScale scale, float[] labels) =>
        Array.TrueForAll(labels, label => label == labels[0]) ? scale.Deviation
            : LabelScale.Of(scale.Transform?.Apply(labels) ?? labels).Deviation;

    private static float[] Column(float[] values, int size, int column) =>
        [.. Enumerable.Range(0, values.Length / size).Select(row => values[row * size + column])];
}
