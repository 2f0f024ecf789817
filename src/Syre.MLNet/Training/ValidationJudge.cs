using Syre.MLNet.Objectives;

namespace Syre.MLNet.Training;

/// <summary>Measures a network by its outputs for rows held back.</summary>
internal sealed class ValidationJudge
{
    private readonly Objective _objective;
    private readonly TrainingMetric _metric;
    private readonly bool _calibrates;
    private readonly float[] _targets, _weights;

    /// <param name="objective">What is learnt, fitted to the labels.</param>
    /// <param name="options">The options.</param>
    /// <param name="rows">The rows.</param>
    public ValidationJudge(Objective objective, SyreTrainerOptions options, LabelledRows rows)
        : this(objective, options, rows.Compared(objective))
    {
    }

    /// <param name="objective">What is learnt, fitted to the labels.</param>
    /// <param name="options">The options.</param>
    /// <param name="rows">What the outputs of rows are compared with, and a weight of each row.</param>
    public ValidationJudge(Objective objective, SyreTrainerOptions options, (float[] Targets, float[] Weights) rows)
    {
        (_objective, _metric) = (objective, options.Metric);
        _calibrates = options.Calibrate && objective.HasLabel && !objective.IsScaled;
        (_targets, _weights) = rows;
    }

    private ValidationJudge(ValidationJudge other, float[] weights)
    {
        (_objective, _metric, _calibrates) = (other._objective, other._metric, other._calibrates);
        (_targets, _weights) = (other._targets, weights);
    }

    /// <summary>Number of the rows.</summary>
    public int Rows => _weights.Length;

    /// <summary>A judge for whom some of the rows do not count.</summary>
    /// <param name="isOut">Whether a row does not.</param>
    public ValidationJudge Without(Func<int, bool> isOut) => new(this, [.. _weights.Select((weight, row) => isOut(row) ? 0 : weight)]);

    /// <summary>What the outputs are worth.</summary>
    /// <param name="outputs">The outputs of all rows, row after row.</param>
    public ValidationResult Measure(float[] outputs)
    {
        int rows = _weights.Length, size = outputs.Length / rows, targetSize = _targets.Length / rows;
        bool ofClasses = _objective.HasLabel && !_objective.IsScaled;
        bool isTempered = _calibrates || _metric is TrainingMetric.LogLoss or TrainingMetric.Auto && ofClasses;
        double temperature = isTempered ? Temperature.Fit(outputs, _targets, _weights) : 1;
        RowMeasure sum = default;
        double weights = 0;
        float[] logits = new float[size];
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < size; i++)
                logits[i] = (float)(outputs[row * size + i] / temperature);
            RowMeasure one = _objective.Measure(logits, _targets.AsSpan(row * targetSize, targetSize));
            double weight = _weights[row];
            weights += weight;
            sum = new(sum.Loss + weight * one.Loss, sum.Error + weight * one.Error, sum.Distance + weight * one.Distance);
        }
        double loss = sum.Loss / weights, error = _objective.ReportedError(sum.Error / weights);
        double choosing = _metric switch
        {
            TrainingMetric.Accuracy or TrainingMetric.RootMeanSquaredError => error,
            TrainingMetric.MeanAbsoluteError => sum.Distance / weights,
            TrainingMetric.AreaUnderRocCurve => 1 - RankArea.Of(outputs, _targets, _weights),
            TrainingMetric.LogLoss => loss,
            _ => _objective.IsScaled ? error : loss,
        };
        // Where all rows are of one class, there is no area.
        return new ValidationResult(loss, error, double.IsNaN(choosing) ? loss : choosing, _calibrates ? temperature : 1);
    }
}
