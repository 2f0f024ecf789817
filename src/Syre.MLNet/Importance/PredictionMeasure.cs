using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Heads;
using Syre.MLNet.Objectives;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Importance;

/// <summary>What one row's prediction is worth beside its label; NaN where there is no prediction.</summary>
internal delegate double PredictionWorth(ReadOnlySpan<float> label);

/// <summary>Judges the columns that models of a task give, whichever trainer made them, by a metric.</summary>
internal sealed class PredictionMeasure
{
    /// <summary>The least probability that counts, as in ML.NET's own evaluators.</summary>
    private const double LeastProbability = 1e-15;

    /// <summary>How far probabilities of all classes may be from 1 together.</summary>
    private const double SumTolerance = 0.01;

    private readonly string _task;
    private readonly string _column;

    /// <param name="task">The task.</param>
    /// <param name="metric">The metric; Auto for the task's own.</param>
    /// <param name="scored">The columns that the model gives.</param>
    /// <exception cref="InvalidOperationException">One is missing.</exception>
    public PredictionMeasure(PredictionTask task, TrainingMetric metric, DataViewSchema scored)
    {
        _task = task.Name;
        bool isBinary = _task == "binary";
        Metric = metric != TrainingMetric.Auto ? metric
            : task.Objective.IsScaled ? TrainingMetric.RootMeanSquaredError
            : isBinary && scored.GetColumnOrNull("Probability") is null ? TrainingMetric.AreaUnderRocCurve
            : TrainingMetric.LogLoss;
        _column = !isBinary || Metric == TrainingMetric.AreaUnderRocCurve ? "Score"
            : Metric == TrainingMetric.LogLoss ? "Probability"
            : "PredictedLabel";
        if (scored.GetColumnOrNull(_column) is not { } column || IsVector(column) == _task is "binary" or "regression")
        {
            throw new InvalidOperationException(
                $"The model gives no column '{_column}' as models of the task {_task} do, and {Metric} is measured by it. " +
                $"The columns are {string.Join(", ", scored.Select(other => other.Name).Distinct())}" +
                $"{(_column == "Probability" ? $"; choose the metric {TrainingMetric.AreaUnderRocCurve} for it" : "")}.");
        }
    }

    /// <summary>The metric.</summary>
    public TrainingMetric Metric { get; }

    /// <summary>The column of predictions.</summary>
    public DataViewSchema.Column Predictions(DataViewSchema scored) => scored[_column];

    /// <summary>Judges the row that a cursor stands at: a loss, 0 or 1 for wrong or right, or for the area under the curve a score.
    /// </summary>
    public PredictionWorth Worth(DataViewRow row)
    {
        DataViewSchema.Column column = Predictions(row.Schema);
        if (Metric == TrainingMetric.Accuracy && _task == "binary")
        {
            ValueGetter<bool> predicted = row.GetGetter<bool>(column);
            bool isPositive = false;
            return label =>
            {
                predicted(ref isPositive);
                return isPositive == label[0] > 0.5f ? 1 : 0;
            };
        }
        if (IsVector(column))
        {
            ValueGetter<VBuffer<float>> scores = SizedVector.Getter(row, column);
            VBuffer<float> buffer = default;
            float[] values = [];
            return label =>
            {
                scores(ref buffer);
                if (values.Length != buffer.Length)
                    values = new float[buffer.Length];
                buffer.CopyTo(values);
                return Array.Exists(values, float.IsNaN) ? double.NaN
                    : _task == "multiclass" ? OfClasses(values, (int)label[0])
                    : OfNumbers(values, label);
            };
        }
        ValueGetter<float> score = row.GetGetter<float>(column);
        float value = 0;
        return label =>
        {
            score(ref value);
            return Metric switch
            {
                TrainingMetric.AreaUnderRocCurve => value,
                TrainingMetric.LogLoss => -Math.Log(Math.Max(label[0] > 0.5f ? value : 1.0 - value, LeastProbability)),
                _ => OfNumbers([value], label),
            };
        };
    }

    /// <summary>The metric of rows.</summary>
    /// <param name="worths">What each is worth; those that are NaN do not count.</param>
    /// <param name="labels">The first number of each label.</param>
    /// <param name="weights">The weight of each.</param>
    public double Of(double[] worths, float[] labels, float[] weights)
    {
        int[] rows = [.. Enumerable.Range(0, worths.Length).Where(row => double.IsFinite(worths[row]))];
        if (Metric == TrainingMetric.AreaUnderRocCurve)
        {
            return RankArea.Of(
                [.. rows.Select(row => (float)worths[row])], [.. rows.Select(row => labels[row])], [.. rows.Select(row => weights[row])]);
        }
        double mean = rows.Sum(row => worths[row] * weights[row]) / rows.Sum(row => (double)weights[row]);
        return Metric == TrainingMetric.RootMeanSquaredError ? Math.Sqrt(mean) : mean;
    }

    private double OfClasses(float[] scores, int label)
    {
        if (Metric == TrainingMetric.Accuracy)
            return MulticlassObjective.Likeliest(scores) == label ? 1 : 0;
        double sum = scores.Sum(value => (double)value);
        if (Math.Abs(sum - 1) > SumTolerance || Array.Exists(scores, value => value < 0))
        {
            throw new InvalidOperationException(
                $"The model's scores are no probabilities, which the log-loss is of; choose the metric {TrainingMetric.Accuracy}.");
        }
        // Classes that training did not see have no score.
        return -Math.Log(Math.Max(label < scores.Length ? scores[label] : 0, LeastProbability));
    }

    private double OfNumbers(ReadOnlySpan<float> scores, ReadOnlySpan<float> label)
    {
        RowMeasure measure = RowMeasure.OfNumbers(scores, label);
        return Metric == TrainingMetric.MeanAbsoluteError ? measure.Distance : measure.Error;
    }

    private static bool IsVector(DataViewSchema.Column column) => column.Type is VectorDataViewType;
}
