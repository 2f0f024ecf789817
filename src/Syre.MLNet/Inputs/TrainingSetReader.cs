using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;
using Syre.MLNet.Tasks;
using TorchSharp;

namespace Syre.MLNet.Inputs;

/// <summary>Reads a data view into memory in one pass, and refuses what cannot be trained on.</summary>
/// <param name="task">The task.</param>
/// <param name="labelColumn">The label's column.</param>
/// <param name="featureColumn">The features' column.</param>
/// <param name="weightColumn">The weights' column, or null.</param>
/// <param name="cancellation">Asked at every row.</param>
internal sealed class TrainingSetReader(
    PredictionTask task, string labelColumn, string featureColumn, string? weightColumn, Cancellation cancellation)
{
    /// <summary>What messages call the rows to train on.</summary>
    public const string TrainingData = "training data";

    /// <summary>What messages call the rows to choose the epoch by.</summary>
    public const string ValidationSet = "validation set";

    /// <summary>Reads all rows of <paramref name="data"/> whose features and label are there.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="role">What messages call them.</param>
    /// <param name="device">Where batches go.</param>
    /// <param name="storage">How to store the features.</param>
    /// <exception cref="InvalidOperationException">There is no such row, or a row has an infinite feature, features of
    /// another number than the column has, or an unusable weight.</exception>
    public TrainingSet Read(IDataView data, string role, torch.Device device, FeatureStorage storage)
    {
        DataViewSchema.Column features = data.Schema[featureColumn];
        return Read(
            data, role, device, storage, [features], ((VectorDataViewType)features.Type).Size, cursor => SizedVector.Getter(cursor, features));
    }

    /// <summary>Reads all rows of <paramref name="data"/>, whose features are made of other columns.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="role">What messages call them.</param>
    /// <param name="device">Where batches go.</param>
    /// <param name="storage">How to store the features.</param>
    /// <param name="sources">The columns that the features are made of.</param>
    /// <param name="size">Number of features.</param>
    /// <param name="features">Makes them.</param>
    public TrainingSet Read(
        IDataView data,
        string role,
        torch.Device device,
        FeatureStorage storage,
        IReadOnlyCollection<DataViewSchema.Column> sources,
        int size,
        Func<DataViewRow, ValueGetter<VBuffer<float>>> features)
    {
        DataViewSchema schema = data.Schema;
        DataViewSchema.Column label = schema[labelColumn];
        DataViewSchema.Column? weight = weightColumn is null ? null : schema[weightColumn];
        var builder = new FeatureMatrixBuilder(size);
        List<float> labels = [], weights = [];
        int rows = 0, withoutFeature = 0;

        DataViewSchema.Column[] needed = weight is null ? [.. sources, label] : [.. sources, label, weight.Value];
        using (DataViewRowCursor cursor = data.GetRowCursor(needed))
        {
            ValueGetter<VBuffer<float>> featureGetter = features(cursor);
            ValueGetter<float> labelGetter = task.LabelGetter(cursor, label);
            ValueGetter<float>? weightGetter = weight is null ? null : cursor.GetGetter<float>(weight.Value);
            VBuffer<float> values = default;
            float number = 0;
            for (; cursor.MoveNext(); rows++)
            {
                cancellation.Check();
                featureGetter(ref values);
                if (HasMissing(values, cursor.Position, role))
                {
                    withoutFeature++;
                    continue;
                }
                labelGetter(ref number);
                if (!float.IsFinite(number))
                    continue;
                labels.Add(number);
                if (weightGetter is not null)
                {
                    weightGetter(ref number);
                    weights.Add(CheckWeight(number, cursor.Position, role));
                }
                builder.Add(values);
            }
        }

        int withoutLabel = rows - withoutFeature - labels.Count;
        if (labels.Count == 0)
            throw NoneLeft(role, rows, withoutFeature, withoutLabel);
        float[]? normalised = weight is null ? null : Normalised(weights, role);
        return new TrainingSet(builder.Build(device, storage), [.. labels], normalised, withoutFeature, withoutLabel);
    }

    private InvalidOperationException NoneLeft(string role, int rows, int withoutFeature, int withoutLabel)
    {
        if (rows == 0)
            return new($"The {role} has no rows. Check the path and the filters before the trainer.");
        string replace = $"Append mlContext.Transforms.ReplaceMissingValues(\"{featureColumn}\") before the trainer";
        string label = $"Check that '{labelColumn}' is the label, and that what made it knows its values";
        string none = role == TrainingData ? "No valid training instances found" : "No valid instances found";
        return new(withoutLabel == 0
            ? $"{none}, all instances have missing features: each of the {rows} rows of the {role} has a NaN in column " +
              $"'{featureColumn}'. {replace}."
            : withoutFeature == 0
            ? $"{none}, all instances have missing labels: none of the {rows} rows of the {role} has a label in column " +
              $"'{labelColumn}'. {label}."
            : $"{none}: of the {rows} rows of the {role}, {withoutFeature} have a NaN in column '{featureColumn}' and " +
              $"{withoutLabel} have no label in column '{labelColumn}'. {replace}. {label}.");
    }

    private bool HasMissing(in VBuffer<float> values, long row, string role)
    {
        bool missing = false;
        foreach (float value in values.GetValues())
        {
            if (float.IsInfinity(value))
                throw new InvalidOperationException(
                    $"Row {row} of the {role} has an infinite value in column '{featureColumn}'. Bound such values with " +
                    "mlContext.Transforms.CustomMapping, or leave their rows out with mlContext.Data.FilterByCustomPredicate, before the trainer.");
            missing |= float.IsNaN(value);
        }
        return missing;
    }

    private float CheckWeight(float weight, long row, string role) => float.IsFinite(weight) && weight >= 0
        ? weight
        : throw new InvalidOperationException(string.Create(
            CultureInfo.InvariantCulture,
            $"Row {row} of the {role} has the weight {weight} in column '{weightColumn}'; weights must be numbers from 0 up."));

    private float[] Normalised(List<float> weights, string role)
    {
        double mean = weights.Average(weight => (double)weight);
        return mean > 0
            ? weights.Select(weight => (float)(weight / mean)).ToArray()
            : throw new InvalidOperationException(
                $"All {weights.Count} weights of the {role} in column '{weightColumn}' are 0; give at least one row a weight above 0, or leave the column out.");
    }
}
