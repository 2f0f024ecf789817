using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Objectives;
using Syre.MLNet.Stock;
using TorchSharp;

namespace Syre.MLNet.Inputs;

/// <summary>Reads a data view into memory in one pass, and refuses what cannot be trained on.</summary>
/// <param name="objective">What is learnt, which knows the label.</param>
/// <param name="labelColumn">The label's column; null for an objective without one.</param>
/// <param name="weightColumn">The weights' column, or null.</param>
/// <param name="keyColumn">The column that tells which rows belong together, or null; not asked of a validation set.</param>
/// <param name="inputs">What the network reads of a row.</param>
/// <param name="missingValues">What becomes of rows with a missing feature.</param>
/// <param name="cancellation">Asked at every row.</param>
internal sealed class TrainingSetReader(
    Objective objective, string? labelColumn, string? weightColumn, string? keyColumn, IReadOnlyList<RowInput> inputs,
    MissingValues missingValues, Cancellation cancellation)
{
    /// <summary>What messages call the rows to train on.</summary>
    public const string TrainingData = "training data";

    /// <summary>What messages call the rows to choose the epoch by.</summary>
    public const string ValidationSet = "validation set";

    /// <summary>The column that messages about missing numbers name.</summary>
    public string NumbersColumn => inputs[0].NumbersColumn;

    /// <summary>Reads all rows of <paramref name="data"/> whose inputs and label are there.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="role">What messages call them.</param>
    /// <param name="device">Where batches go.</param>
    /// <param name="storage">How to store each input.</param>
    /// <exception cref="InvalidOperationException">There is no such row, or a row has an infinite feature, one that is missing and
    /// refused, features of another number than the column has, or an unusable weight.</exception>
    public TrainingSet Read(IDataView data, string role, torch.Device device, IReadOnlyList<FeatureStorage> storage)
    {
        DataViewSchema schema = data.Schema;
        DataViewSchema.Column? label = labelColumn is null ? null : schema[labelColumn],
            weight = weightColumn is null ? null : schema[weightColumn],
            key = keyColumn is null || role != TrainingData ? null : schema[keyColumn];
        FeatureMatrixBuilder[] builders = [.. inputs.Select(input => new FeatureMatrixBuilder(input.Size))];
        List<float> labels = [], weights = [];
        List<int> groups = [];
        int rows = 0, count = 0, withoutFeature = 0, withMissing = 0;

        IEnumerable<DataViewSchema.Column> needed =
            [.. inputs.SelectMany(input => input.Sources(schema)), .. new[] { label, weight, key }.OfType<DataViewSchema.Column>()];
        using (DataViewRowCursor cursor = data.GetRowCursor(needed))
        {
            ValueGetter<VBuffer<float>>[] getters = [.. inputs.Select(input => input.Getter(cursor))];
            LabelGetter? labelGetter = label is { } column ? objective.Getter(cursor, column) : null;
            ValueGetter<float>? weightGetter = weight is null ? null : cursor.GetGetter<float>(weight.Value);
            Func<int>? groupGetter = key is null ? null : SamplingKeys.Getter(cursor, key.Value);
            var values = new VBuffer<float>[inputs.Count];
            var number = new float[label is { Type: var type } ? objective.LabelSize(type) : 0];
            float weighs = 0;
            for (; cursor.MoveNext(); rows++)
            {
                cancellation.Check();
                bool missing = false;
                for (int input = 0; input < values.Length; input++)
                {
                    getters[input](ref values[input]);
                    missing |= HasMissing(values[input], cursor.Position, role, inputs[input]);
                }
                if (missing && missingValues == MissingValues.Refuse)
                    throw Refused(values, schema, cursor.Position, role);
                if (missing && missingValues == MissingValues.Skip)
                {
                    withoutFeature++;
                    continue;
                }
                labelGetter?.Invoke(number);
                if (!Array.TrueForAll(number, float.IsFinite))
                    continue;
                labels.AddRange(number);
                if (groupGetter is not null)
                    groups.Add(groupGetter());
                if (weightGetter is not null)
                {
                    weightGetter(ref weighs);
                    weights.Add(CheckWeight(weighs, cursor.Position, role));
                }
                for (int input = 0; input < values.Length; input++)
                {
                    builders[input].Add(values[input]);
                    if (missing)
                        builders[input].NoteMissing(values[input]);
                }
                withMissing += missing ? 1 : 0;
                count++;
            }
        }

        int withoutLabel = rows - withoutFeature - count;
        if (count == 0)
            throw NoneLeft(role, rows, withoutFeature, withoutLabel);
        float[]? normalised = weight is null ? null : Normalised(weights, role);
        var store = new RowStore([.. builders.Select((builder, input) => builder.Build(device, storage[input]))]);
        return new TrainingSet(store, count, [.. labels], normalised, withoutFeature, withoutLabel, withMissing)
        {
            Groups = key is null ? null : [.. groups],
        };
    }

    private InvalidOperationException NoneLeft(string role, int rows, int withoutFeature, int withoutLabel)
    {
        if (rows == 0)
            return new($"The {role} has no rows. Check the path and the filters before the trainer.");
        string replace = $"Append mlContext.Transforms.ReplaceMissingValues(\"{NumbersColumn}\") before the trainer";
        string label = $"Check that '{labelColumn}' is the label, and that what made it knows its values";
        string none = role == TrainingData ? "No valid training instances found" : "No valid instances found";
        return new(withoutLabel == 0
            ? $"{none}, all instances have missing features: each of the {rows} rows of the {role} has a NaN in column " +
              $"'{NumbersColumn}'. {replace}."
            : withoutFeature == 0
            ? $"{none}, all instances have missing labels: none of the {rows} rows of the {role} has a label in column " +
              $"'{labelColumn}'. {label}."
            : $"{none}: of the {rows} rows of the {role}, {withoutFeature} have a NaN in column '{NumbersColumn}' and " +
              $"{withoutLabel} have no label in column '{labelColumn}'. {replace}. {label}.");
    }

    private InvalidOperationException Refused(VBuffer<float>[] values, DataViewSchema schema, long row, string role)
    {
        int input = Array.FindIndex(values, vector => vector.GetValues().Contains(float.NaN));
        int slot = values[input].Items(all: true).First(entry => float.IsNaN(entry.Value)).Key;
        var names = new FeatureNames(inputs[input].NumbersColumn, inputs[input].Names(schema, null), null, inputs[input].FirstSlot);
        return new InvalidOperationException(
            $"Row {row} of the {role} has a missing value (NaN) in {names[slot]}, and {nameof(MissingValues)} is " +
            $"{MissingValues.Refuse}. Fill it in before the trainer, leave such rows out, or use {nameof(MissingValues.Impute)} or " +
            $"{nameof(MissingValues.Skip)}.");
    }

    private static bool HasMissing(in VBuffer<float> values, long row, string role, RowInput input)
    {
        bool missing = false;
        foreach (float value in values.GetValues())
        {
            if (float.IsInfinity(value))
            {
                throw new InvalidOperationException(
                    $"Row {row} of the {role} has an infinite value in column '{input.NumbersColumn}'. Bound such values with " +
                    "mlContext.Transforms.CustomMapping, or leave their rows out with mlContext.Data.FilterByCustomPredicate, " +
                    "before the trainer.");
            }

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
                $"All {weights.Count} weights of the {role} in column '{weightColumn}' are 0; give at least one row a weight above 0, " +
                "or leave the column out.");
    }
}
