using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Heads;
using Syre.MLNet.Objectives;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Averaging;

/// <summary>What two models predict of the same rows: probabilities of the true classes, or numbers beside the labels.</summary>
internal sealed class HeldBackPredictions
{
    private const int Halvings = 40;
    private const double LeastProbability = 1e-7;

    /// <summary>How far probabilities of all classes may be from 1 together.</summary>
    private const double SumTolerance = 0.01;

    private readonly List<(double First, double Second, double Label, double Weight)> _values = [];
    private readonly bool _areProbabilities;

    private HeldBackPredictions(bool areProbabilities) => _areProbabilities = areProbabilities;

    /// <summary>Reads rows that both have scored.</summary>
    /// <param name="scored">The rows.</param>
    /// <param name="task">The task.</param>
    /// <param name="options">The columns of label and weight.</param>
    /// <param name="first">The first's predictions.</param>
    /// <param name="second">The second's.</param>
    /// <param name="outputs">Numbers in a prediction.</param>
    /// <exception cref="InvalidOperationException">The second's are no probabilities.</exception>
    public static HeldBackPredictions Read(
        IDataView scored, PredictionTask task, SyreNetworkOptions options, string first, string second, int outputs)
    {
        var read = new HeldBackPredictions(!task.Objective.IsScaled);
        DataViewSchema.Column label = scored.Schema[options.LabelColumnName];
        DataViewSchema.Column? weights = options.ExampleWeightColumnName is { } name ? scored.Schema[name] : null;
        DataViewSchema.Column[] both = [scored.Schema[first], scored.Schema[second]];
        DataViewSchema.Column[] needed = [label, .. both];
        using DataViewRowCursor cursor = scored.GetRowCursor(weights is { } further ? [.. needed, further] : needed);
        LabelGetter getLabel = task.Objective.Getter(cursor, label);
        Action<float[]>[] getters = [.. both.Select(predictions => Getter(cursor, predictions))];
        ValueGetter<float>? getWeight = weights is { } weightColumn ? cursor.GetGetter<float>(weightColumn) : null;
        var labels = new float[task.Objective.LabelSize(label.Type)];
        float[] ours = new float[outputs], others = new float[outputs];
        while (cursor.MoveNext())
        {
            getLabel(labels);
            getters[0](ours);
            getters[1](others);
            float weight = 1;
            getWeight?.Invoke(ref weight);
            if (Array.TrueForAll([.. labels, .. ours, .. others, weight], float.IsFinite))
                read.Add(task, labels, ours, others, weight);
        }
        return read;
    }

    /// <summary>
    /// How much the first is to count, from 0 to 1, for the least log-loss or squared error of the average; a half where no row tells.
    /// </summary>
    public double BestWeight()
    {
        double low = 0, high = 1;
        if (_values.TrueForAll(row => row.First == row.Second || row.Weight == 0))
            return 0.5;
        // Both losses are convex in the weight, so that their slope has one zero.
        for (int i = 0; i < Halvings; i++)
        {
            double middle = (low + high) / 2;
            if (_values.Sum(row => row.Weight * Slope(row.First, row.Second, row.Label, middle)) > 0)
                high = middle;
            else
                low = middle;
        }
        return (low + high) / 2;
    }

    /// <summary>What came of it, for the log.</summary>
    public string Describe(double weight) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(_areProbabilities ? "Log-loss" : "Root mean squared error")} of {_values.Count} values held back: " +
        $"{Loss(1):g5} of the network, {Loss(0):g5} of the other, " +
        $"{Loss(weight):g5} of {weight:f2} times the network and {1 - weight:f2} times the other.");

    private void Add(PredictionTask task, float[] labels, float[] ours, float[] others, float weight)
    {
        if (!_areProbabilities)
        {
            for (int i = 0; i < labels.Length; i++)
                _values.Add((ours[i], others[i], labels[i], weight));
            return;
        }
        if (task.Name == "binary")
        {
            bool isTrue = labels[0] > 0;
            _values.Add((Of(ours[0]), Of(others[0]), 0, weight));
            double Of(double probability) => Math.Max(isTrue ? probability : 1 - probability, LeastProbability);
            return;
        }
        double sum = others.Sum(value => (double)value);
        if (Math.Abs(sum - 1) > SumTolerance || Array.Exists(others, value => value < 0))
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"The scores of the trainer to average with are no probabilities: those of a row are {sum:g4} together, the least " +
                $"{others.Min():g4}. Use a trainer whose Score is probabilities of the classes."));
        }
        int truth = (int)labels[0];
        _values.Add((Math.Max(ours[truth], LeastProbability), Math.Max(others[truth], LeastProbability), 0, weight));
    }

    private double Slope(double first, double second, double label, double weight)
    {
        double mean = (weight * first) + ((1 - weight) * second);
        return (first - second) * (_areProbabilities ? -1 / mean : mean - label);
    }

    private double Loss(double weight)
    {
        double sum = 0;
        foreach ((double first, double second, double label, double own) in _values)
        {
            double mean = (weight * first) + ((1 - weight) * second);
            sum += own * (_areProbabilities ? -Math.Log(mean) : (mean - label) * (mean - label));
        }
        sum /= _values.Sum(row => row.Weight);
        return _areProbabilities ? sum : Math.Sqrt(sum);
    }

    private static Action<float[]> Getter(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is not VectorDataViewType)
        {
            ValueGetter<float> getter = row.GetGetter<float>(column);
            return values => getter(ref values[0]);
        }
        ValueGetter<VBuffer<float>> vector = SizedVector.Getter(row, column);
        VBuffer<float> buffer = default;
        return values =>
        {
            vector(ref buffer);
            buffer.CopyTo(values);
        };
    }
}
