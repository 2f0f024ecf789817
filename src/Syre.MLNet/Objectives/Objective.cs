using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.Cpu;
using static TorchSharp.torch;

namespace Syre.MLNet.Objectives;

/// <summary>
/// What a network learns: which labels, by which loss, measured by which error. Which columns of ML.NET come of its outputs is another
/// matter. One that scales labels is fitted to them and then holds the scales.
/// </summary>
internal abstract class Objective
{
    /// <summary>Its name, by which a saved file knows it.</summary>
    public abstract string Name { get; }

    /// <summary>What to call the validation error.</summary>
    public virtual string ErrorName => "error rate";

    /// <summary>Whether rows have a label at all.</summary>
    public virtual bool HasLabel => true;

    /// <summary>How numbers relate to outputs, one scale for each output; empty for classes.</summary>
    public virtual IReadOnlyList<LabelScale> Scales => [];

    /// <summary>Whether labels are numbers, which are scaled, and no classes.</summary>
    public virtual bool IsScaled => false;

    /// <summary>What logits are divided by before they become scores and probabilities; 1 where they are not calibrated.</summary>
    public double Temperature { get; private set; } = 1;

    /// <summary>This objective, calibrated.</summary>
    /// <param name="temperature">What logits are to be divided by.</param>
    public Objective At(double temperature)
    {
        var copy = (Objective)MemberwiseClone();
        copy.Temperature = temperature;
        return copy;
    }

    /// <summary>What intervals or sets of classes are made of; null where there are none.</summary>
    public IntervalSummary? Interval { get; private set; }

    /// <summary>This objective, with intervals or sets of classes.</summary>
    /// <param name="interval">What they are made of; null for none.</param>
    public Objective Covering(IntervalSummary? interval)
    {
        var copy = (Objective)MemberwiseClone();
        copy.Interval = interval;
        return copy;
    }

    /// <summary>
    /// How badly a label goes with the outputs of a row, as a model gives them: what intervals and sets of classes bound. Of classes −ln of
    /// the label's probability.
    /// </summary>
    /// <param name="outputs">The outputs within their bounds.</param>
    /// <param name="label">The label.</param>
    public virtual double Misfit(ReadOnlySpan<float> outputs, float label)
    {
        float[] logits = outputs.ToArray();
        for (int i = 0; i < logits.Length; i++)
            logits[i] = (float)(logits[i] / Temperature);
        return Measure(logits, [label]).Loss;
    }

    /// <summary>What keeps a column from being the label, and what to do; null where nothing does.</summary>
    public abstract string? LabelProblem(SchemaShape.Column label);

    /// <summary>Refuses a label that cannot be learnt, by what only the data's schema tells.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It cannot.</exception>
    public virtual void CheckLabel(DataViewSchema.Column label)
    {
    }

    /// <summary>Number of the network's outputs.</summary>
    /// <param name="labelType">Type of the label; of what the network reads, where there is no label.</param>
    public virtual int Outputs(DataViewType labelType) => 1;

    /// <summary>Numbers in a row's label.</summary>
    public virtual int LabelSize(DataViewType labelType) => 1;

    /// <summary>Reads a row's label as numbers: 0 or 1, the class from 0, or the value itself.</summary>
    public abstract LabelGetter Getter(DataViewRow row, DataViewSchema.Column label);

    /// <summary>This objective with scales fitted to labels.</summary>
    /// <param name="labels">The labels, row after row.</param>
    /// <param name="size">Numbers in a row's label.</param>
    public virtual Objective FitTo(float[] labels, int size = 1) => this;

    /// <summary>This objective, of a function of numbers, before it is fitted; itself where no numbers are learnt.</summary>
    public virtual Objective Transforming(TargetTransform transform) => this;

    /// <summary>This objective with these scales, as a file has them.</summary>
    public virtual Objective With(IReadOnlyList<LabelScale> scales) => this;

    /// <summary>This objective with the scales to train on with, from those of an earlier training.</summary>
    /// <param name="earlier">The earlier objective.</param>
    /// <param name="outputs">The earlier network's outputs for the new rows, row after row.</param>
    /// <param name="labels">The labels of these rows.</param>
    /// <param name="all">The labels of all rows, held-back ones too, which the bounds are to cover.</param>
    public virtual ContinuedObjective ContinueFrom(Objective earlier, float[] outputs, float[] labels, float[] all) => new(this);

    /// <summary>Its loss for the CPU engine; null where the engine has none.</summary>
    /// <param name="smoothing">Label smoothing.</param>
    public virtual CpuLoss? EngineLoss(double smoothing) => null;

    /// <summary>The labels as <see cref="EngineLoss"/> takes them.</summary>
    public virtual float[] EngineTargets(float[] labels) => labels;

    /// <summary>The labels as the loss takes them.</summary>
    public abstract Tensor Targets(float[] labels);

    /// <summary>Mean loss, weighted if there are weights.</summary>
    /// <param name="outputs">The network's outputs, <c>[rows, outputs]</c>.</param>
    /// <param name="batch">What to compare them with.</param>
    /// <param name="smoothing">Label smoothing.</param>
    public abstract Tensor Loss(Tensor outputs, in LabelledBatch batch, double smoothing = 0);

    /// <summary>What the outputs of a row are worth.</summary>
    /// <param name="outputs">The outputs.</param>
    /// <param name="target">From <see cref="EngineTargets"/>; empty where there is no label.</param>
    public virtual RowMeasure Measure(ReadOnlySpan<float> outputs, ReadOnlySpan<float> target) => RowMeasure.OfNumbers(outputs, target);

    /// <summary>What keeps a metric from judging what is learnt; null where nothing does.</summary>
    public virtual string? MetricProblem(TrainingMetric metric) =>
        metric is TrainingMetric.Auto or TrainingMetric.RootMeanSquaredError or TrainingMetric.MeanAbsoluteError
            ? null
            : $"use {nameof(TrainingMetric.RootMeanSquaredError)} or {nameof(TrainingMetric.MeanAbsoluteError)}";

    /// <summary>The error that users see, from the mean over all rows.</summary>
    public virtual double ReportedError(double mean) => mean;

    /// <summary>Outputs, <c>[1, outputs]</c>, of the best answer that is the same for all rows.</summary>
    /// <param name="targets">From <see cref="Targets"/>.</param>
    /// <param name="outputs">Number of outputs.</param>
    public abstract Tensor ConstantOutputs(Tensor targets, int outputs);

    /// <summary>Number of classes, from the number of outputs; null where there are none.</summary>
    public abstract int? Classes(int outputs);

    /// <summary>The targets as the measures of collapse take them: class numbers <c>[rows]</c>, or values <c>[rows, values]</c>.</summary>
    public abstract Tensor? MeasuredTargets(Tensor targets);

    /// <summary>
    /// Standard error of the difference of two reported errors, each measured on so many rows; null where it is not known.
    /// </summary>
    public virtual double? ErrorUncertainty(double error, double otherError, int rows) =>
        Math.Sqrt(Math.Max(1.0 / rows, error * (1 - error) + otherError * (1 - otherError)) / rows);

    /// <summary>Mean of a value a row, weighted if there are weights.</summary>
    protected static Tensor Mean(Tensor values, Tensor? weights) => weights is null ? values.mean() : (values * weights).mean();
}
