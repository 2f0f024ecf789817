using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Tasks;
using TorchSharp;

namespace Syre.MLNet.Data;

/// <summary>Reads a data view into memory in one pass, and refuses what cannot be trained on.</summary>
/// <param name="task">The task.</param>
/// <param name="labelColumn">The label's column.</param>
/// <param name="featureColumn">The features' column.</param>
/// <param name="weightColumn">The weights' column, or null.</param>
internal sealed class TrainingSetReader(PredictionTask task, string labelColumn, string featureColumn, string? weightColumn)
{
    /// <summary>Reads all rows of <paramref name="data"/> whose features are all there.</summary>
    /// <exception cref="InvalidOperationException">There is no such row, or a row has an infinite feature, features of another number than
    /// the column has, a missing label or an unusable weight.</exception>
    public TrainingSet Read(IDataView data, torch.Device device, FeatureStorage storage)
    {
        DataViewSchema.Column features = data.Schema[featureColumn];
        return Read(
            data, device, storage, [features], ((VectorDataViewType)features.Type).Size, cursor => SizedVector.Getter(cursor, features));
    }

    /// <summary>Reads all rows of <paramref name="data"/>, whose features are made of other columns.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="device">Where batches go.</param>
    /// <param name="storage">How to store the features.</param>
    /// <param name="sources">The columns that the features are made of.</param>
    /// <param name="size">Number of features.</param>
    /// <param name="features">Makes them.</param>
    public TrainingSet Read(
        IDataView data,
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
        long rows = 0;

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
                featureGetter(ref values);
                if (HasMissing(values, cursor.Position))
                    continue;
                labelGetter(ref number);
                labels.Add(CheckLabel(number, cursor.Position));
                if (weightGetter is not null)
                {
                    weightGetter(ref number);
                    weights.Add(CheckWeight(number, cursor.Position));
                }
                builder.Add(values);
            }
        }

        if (labels.Count == 0)
            throw new InvalidOperationException(
                rows == 0
                    ? "The training data have no rows. Check the path and the filters before the trainer."
                    : $"No valid training instances found, all instances have missing features: each of the {rows} rows has a NaN in column " +
                      $"'{featureColumn}'. Append mlContext.Transforms.ReplaceMissingValues(\"{featureColumn}\") before the trainer.");
        return new TrainingSet(builder.Build(device, storage), [.. labels], weight is null ? null : Normalised(weights), (int)(rows - labels.Count));
    }

    private bool HasMissing(in VBuffer<float> values, long row)
    {
        bool missing = false;
        foreach (float value in values.GetValues())
        {
            if (float.IsInfinity(value))
                throw new InvalidOperationException(
                    $"Row {row} has an infinite value in column '{featureColumn}'. Replace or filter infinite values before the trainer.");
            missing |= float.IsNaN(value);
        }
        return missing;
    }

    private float CheckLabel(float label, long row) => float.IsFinite(label)
        ? label
        : throw new InvalidOperationException(
            $"Row {row} has {(float.IsInfinity(label) ? "an infinite" : "no")} label in column '{labelColumn}'. Drop such rows before the trainer, " +
            $"for example with mlContext.Data.FilterRowsByMissingValues(data, \"{labelColumn}\").");

    private float CheckWeight(float weight, long row) => float.IsFinite(weight) && weight >= 0
        ? weight
        : throw new InvalidOperationException(
            $"Row {row} has the weight {weight} in column '{weightColumn}'; weights must be numbers from 0 up.");

    private float[] Normalised(List<float> weights)
    {
        double mean = weights.Average(weight => (double)weight);
        return mean > 0
            ? weights.Select(weight => (float)(weight / mean)).ToArray()
            : throw new InvalidOperationException(
                $"All {weights.Count} weights in column '{weightColumn}' are 0; give at least one row a weight above 0, or leave the column out.");
    }
}
