using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.Cpu;
using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.MLNet.Objectives;

/// <summary>Several classes: a key as label, one logit a class, cross-entropy.</summary>
internal sealed class MulticlassObjective : Objective
{
    /// <summary>
    /// Most classes: with RealMLP's last hidden layer of 256 units so many outputs take 100 MB of weights and four times as much while
    /// training. A key of more classes is one whose values were never counted.
    /// </summary>
    public const int MostClasses = 100_000;

    public override string Name => "multiclass";

    public override string? LabelProblem(SchemaShape.Column label) => label.Kind == SchemaShape.Column.VectorKind.Scalar && label.IsKey
        ? null
        : $"expected a key. Append mlContext.Transforms.Conversion.MapValueToKey(\"{label.Name}\") before the trainer";

    public override void CheckLabel(DataViewSchema.Column label)
    {
        if (label.Type is not KeyDataViewType key || key.Count <= MostClasses)
            return;
        string remedy = label.Annotations.Schema.GetColumnOrNull("KeyValues") is not null
            ? $"Append mlContext.Transforms.Conversion.MapKeyToValue(\"{label.Name}\") and MapValueToKey(\"{label.Name}\") before " +
              "the trainer: then only classes that occur count"
            : $"Give [KeyType(count)] the number of classes that there are, or load '{label.Name}' as a plain number and append " +
              $"mlContext.Transforms.Conversion.MapValueToKey(\"{label.Name}\") before the trainer: then only classes that occur count";
        throw new ArgumentOutOfRangeException("input", string.Create(
            CultureInfo.InvariantCulture,
            $"Schema mismatch for label column '{label.Name}': got a key of {key.Count} classes, " +
            $"expected at most {MostClasses}, since the network has an output for each. {remedy}."));
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">There is one class only, which ML.NET's own scorers do not take either.</exception>
    public override int Outputs(DataViewType labelType) => ((KeyDataViewType)labelType).Count is > 1 and var classes
        ? (int)classes
        : throw new InvalidOperationException(
            "The label has 1 class, as it also has where MapValueToKey found no rows or no label, and a multiclass classifier needs at " +
            "least 2. Check the path, that the label's column is the right one, and the filters before MapValueToKey; where there is " +
            "nothing to tell apart, no model is needed.");

    public override LabelGetter Getter(DataViewRow row, DataViewSchema.Column label) => label.Type.RawType switch
    {
        var type when type == typeof(byte) => Getter<byte>(row, label, key => key),
        var type when type == typeof(ushort) => Getter<ushort>(row, label, key => key),
        var type when type == typeof(ulong) => Getter<ulong>(row, label, key => key),
        _ => Getter<uint>(row, label, key => key),
    };

    public override CpuLoss? EngineLoss(double smoothing) => new(CpuLossKind.CrossEntropy) { Smoothing = (float)smoothing };

    public override Tensor Targets(float[] labels) => tensor(Array.ConvertAll(labels, label => (long)label));

    public override Tensor Loss(Tensor outputs, in LabelledBatch batch, double smoothing = 0) => batch.Weights is not { } weights
        ? nn.functional.cross_entropy(outputs, batch.Targets, label_smoothing: smoothing)
        : Mean(nn.functional.cross_entropy(outputs, batch.Targets, reduction: nn.Reduction.None, label_smoothing: smoothing), weights);

    public override RowMeasure Measure(ReadOnlySpan<float> outputs, ReadOnlySpan<float> target)
    {
        int likeliest = Likeliest(outputs), label = (int)target[0];
        double total = 0;
        foreach (float logit in outputs)
            total += PortableMath.Exp((double)logit - outputs[likeliest]);
        return new(outputs[likeliest] - (double)outputs[label] + PortableMath.Log(total), likeliest == label ? 0 : 1);
    }

    public override string? MetricProblem(TrainingMetric metric) =>
        metric is TrainingMetric.Auto or TrainingMetric.Accuracy or TrainingMetric.LogLoss
            ? null
            : $"use {nameof(TrainingMetric.Accuracy)} or {nameof(TrainingMetric.LogLoss)}";

    public override Tensor ConstantOutputs(Tensor targets, int outputs) =>
        targets.bincount(null, outputs).to(float32).Div(targets.shape[0]).ClampMin(1e-6).log().unsqueeze(0);

    public override int? Classes(int outputs) => outputs;

    public override Tensor? MeasuredTargets(Tensor targets) => targets;

    /// <summary>The class of the largest logit, from 0; of equals the first.</summary>
    public static int Likeliest(ReadOnlySpan<float> logits)
    {
        int likeliest = 0;
        for (int i = 1; i < logits.Length; i++)
            likeliest = logits[i] > logits[likeliest] ? i : likeliest;
        return likeliest;
    }

    private static LabelGetter Getter<TKey>(DataViewRow row, DataViewSchema.Column label, Func<TKey, ulong> number)
    {
        ValueGetter<TKey> getter = row.GetGetter<TKey>(label);
        TKey key = default!;
        ulong classes = ((KeyDataViewType)label.Type).Count;
        return value =>
        {
            getter(ref key);
            value[0] = number(key) is var k and > 0 && k <= classes ? k - 1 : float.NaN;
        };
    }
}
