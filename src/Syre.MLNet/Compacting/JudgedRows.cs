using Microsoft.ML;
using Syre.MLNet.Inputs;
using Syre.MLNet.Objectives;
using Syre.MLNet.Runtime;
using TorchSharp;

namespace Syre.MLNet.Compacting;

/// <summary>Rows with labels, and what each member of an ensemble gives for them.</summary>
/// <param name="Outputs">Of each member its outputs within their bounds, row after row.</param>
/// <param name="Labels">The labels, row after row.</param>
/// <param name="Weights">A weight of each row.</param>
internal sealed record JudgedRows(IReadOnlyList<float[]> Outputs, float[] Labels, float[] Weights)
{
    /// <summary>Reads rows; those without label, weight or finite outputs do not count.</summary>
    /// <param name="model">The ensemble.</param>
    /// <param name="rows">The rows.</param>
    /// <exception cref="ArgumentException">No row counts.</exception>
    public static JudgedRows Read(SyreNetworkTransformer model, IDataView rows)
    {
        SyreNetworkOptions options = model.Model.Options;
        Objective objective = model.Model.Task.Objective;
        using var scope = torch.NewDisposeScope();
        FeatureRows features = FeatureReader.Read(
            rows, model.Features, model.Model.ScoringNetwork, model.Device, out int count, CancellationToken.None);
        float[][] outputs =
            [.. model.Model.Networks.Select(network => HostValues.Copy<float>(network.Score(features)))];
        DataViewSchema.Column label = rows.Schema.GetColumnOrNull(options.LabelColumnName) ?? throw new ArgumentException(
            $"The rows have no column '{options.LabelColumnName}' of labels, by which members are judged.", nameof(rows));
        DataViewSchema.Column? weight = options.ExampleWeightColumnName is { } name ? rows.Schema[name] : null;
        using DataViewRowCursor cursor = rows.GetRowCursor(weight is { } column ? [label, column] : [label]);
        LabelGetter getLabel = objective.Getter(cursor, label);
        ValueGetter<float>? getWeight = weight is { } weights ? cursor.GetGetter<float>(weights) : null;
        int size = objective.LabelSize(label.Type), width = model.Model.ScoringNetwork.Outputs;
        List<float> labels = [], all = [];
        List<float>[] known = [.. outputs.Select(_ => new List<float>())];
        var numbers = new float[size];
        for (int row = 0; row < count && cursor.MoveNext(); row++)
        {
            getLabel(numbers);
            float counts = 1;
            getWeight?.Invoke(ref counts);
            if (!Array.TrueForAll(numbers, float.IsFinite) || !(counts > 0 && float.IsFinite(counts))
                || outputs.Any(each => each.AsSpan(row * width, width).ContainsAnyExceptInRange(float.MinValue, float.MaxValue)))
            {
                continue;
            }
            labels.AddRange(numbers);
            all.Add(counts);
            for (int member = 0; member < outputs.Length; member++)
                known[member].AddRange(outputs[member].AsSpan(row * width, width));
        }
        return all.Count > 0
            ? new JudgedRows([.. known.Select(each => each.ToArray())], [.. labels], [.. all])
            : throw new ArgumentException("No row has a label and finite features, by which members are judged.", nameof(rows));
    }
}
