using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Inputs;
using Syre.MLNet.Objectives;
using Syre.MLNet.Stock;

namespace Syre.MLNet.SyreTextClassification;

/// <summary>
/// Texts that are held back before the vocabulary is made: to choose the epoch by, or only for the profile that a monitor compares with.
/// </summary>
internal static class HeldBackTexts
{
    /// <summary>
    /// Of fewer profiled texts, only a shift of most rows would be beyond chance; of more, a smaller one would not matter.
    /// </summary>
    private const int Fewest = 10, Most = 500;

    /// <summary>
    /// Splits at random; null where nothing is to be held back, or too few rows would be. Only rows that training could use are drawn: the
    /// others stay among the training rows, where they are counted or refused.
    /// </summary>
    /// <param name="data">All rows.</param>
    /// <param name="objective">What is learnt.</param>
    /// <param name="options">The options.</param>
    /// <param name="seed">The training's seed.</param>
    /// <param name="cancellation">Asked at every row.</param>
    public static (IDataView Training, IDataView HeldBack)? Split(
        IDataView data, Objective objective, SyreTextClassificationOptions options, long seed, Cancellation cancellation)
    {
        bool choosesEpoch = options.ValidationFraction > 0;
        if (!choosesEpoch && (options.ProfileFraction == 0 || options.Collapse.ColumnName is null))
            return null;
        UsableRows rows = Usable(data, objective, options, cancellation);
        double share = choosesEpoch
            ? options.ValidationFraction
            : Math.Min(options.ProfileFraction, (double)Most / Math.Max(1, rows.Numbers.Count));
        long[] heldBack = RowSplit.Draw(
            rows.Numbers.Count, share, seed, [.. rows.Classes], rows.Groups is null ? null : [.. rows.Groups]).HeldBack;
        return heldBack.Length < (choosesEpoch ? 1 : Fewest)
            ? null
            : SelectedRows.Split(data, rows.All, heldBack.Select(row => rows.Numbers[(int)row]));
    }

    private static UsableRows Usable(
        IDataView data, Objective objective, SyreTextClassificationOptions options, Cancellation cancellation)
    {
        DataViewSchema.Column? Column(string? name) => name is null ? null : data.Schema[name];
        DataViewSchema.Column label = data.Schema[options.LabelColumnName];
        DataViewSchema.Column? weight = Column(options.ExampleWeightColumnName), features = Column(options.FeatureColumnName),
            key = Column(options.SamplingKeyColumnName);
        using DataViewRowCursor cursor = data.GetRowCursor([label, .. new[] { weight, features, key }.OfType<DataViewSchema.Column>()]);
        LabelGetter labelGetter = objective.Getter(cursor, label);
        ValueGetter<float>? weightGetter = weight is null ? null : cursor.GetGetter<float>(weight.Value);
        ValueGetter<VBuffer<float>>? featureGetter = features is null ? null : SizedVector.Getter(cursor, features.Value);
        Func<int>? groupGetter = key is null ? null : SamplingKeys.Getter(cursor, key.Value);
        List<int> usable = [], classes = [];
        List<int>? groups = key is null ? null : [];
        int rows = 0;
        var number = new float[objective.LabelSize(label.Type)];
        float weighs = 1;
        VBuffer<float> values = default;
        for (; cursor.MoveNext(); rows = checked(rows + 1))
        {
            cancellation.Check();
            labelGetter(number);
            weightGetter?.Invoke(ref weighs);
            featureGetter?.Invoke(ref values);
            if (Array.TrueForAll(number, float.IsFinite) && float.IsFinite(weighs) && weighs > 0
                && AreUsable(values, options.MissingValues))
            {
                usable.Add(rows);
                classes.Add((int)number[0]);
                groups?.Add(groupGetter!());
            }
        }
        return new UsableRows(rows, usable, classes, groups);
    }

    private static bool AreUsable(in VBuffer<float> values, MissingValues missingValues)
    {
        foreach (float value in values.GetValues())
        {
            if (float.IsInfinity(value) || (float.IsNaN(value) && missingValues != MissingValues.Impute))
                return false;
        }

        return true;
    }

    /// <summary>Rows that training could use.</summary>
    /// <param name="All">Number of all rows.</param>
    /// <param name="Numbers">Which of them they are.</param>
    /// <param name="Classes">Their classes.</param>
    /// <param name="Groups">Their groups; null without.</param>
    private sealed record UsableRows(int All, List<int> Numbers, List<int> Classes, List<int>? Groups);
}
