using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Inputs;
using Syre.MLNet.Objectives;
using Syre.MLNet.Stock;

namespace Syre.MLNet.SyreTextClassification;

/// <summary>
/// Texts that are held back to choose the epoch by, or, where none are, for the profile alone which a monitor compares with.
/// </summary>
internal static class HeldBackTexts
{
    /// <summary>Of a profile of fewer, only a shift of most rows would be beyond chance; of more, a smaller one would not matter.</summary>
    private const int Fewest = 10, Most = 500;

    /// <summary>
    /// Splits at random; null where no rows are asked for, or they would be too few. Only rows that training could use are drawn: the
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
        bool choose = options.ValidationFraction > 0;
        if (!choose && (options.ProfileFraction == 0 || options.Collapse.ColumnName is null))
            return null;
        (int rows, List<int> usable) = Usable(data, objective, options, cancellation);
        double share = choose ? options.ValidationFraction : Math.Min(options.ProfileFraction, (double)Most / Math.Max(1, usable.Count));
        long[] heldBack = RowSplit.Draw(usable.Count, share, seed).HeldBack;
        return heldBack.Length < (choose ? 1 : Fewest) ? null : SelectedRows.Split(data, rows, heldBack.Select(row => usable[(int)row]));
    }

    private static (int Rows, List<int> Usable) Usable(
        IDataView data, Objective objective, SyreTextClassificationOptions options, Cancellation cancellation)
    {
        DataViewSchema.Column? Column(string? name) => name is null ? null : data.Schema[name];
        DataViewSchema.Column label = data.Schema[options.LabelColumnName];
        DataViewSchema.Column? weight = Column(options.ExampleWeightColumnName), features = Column(options.FeatureColumnName);
        using DataViewRowCursor cursor = data.GetRowCursor([label, .. new[] { weight, features }.OfType<DataViewSchema.Column>()]);
        LabelGetter labelGetter = objective.Getter(cursor, label);
        ValueGetter<float>? weightGetter = weight is null ? null : cursor.GetGetter<float>(weight.Value);
        ValueGetter<VBuffer<float>>? featureGetter = features is null ? null : SizedVector.Getter(cursor, features.Value);
        var usable = new List<int>();
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
            if (Array.TrueForAll(number, float.IsFinite) && float.IsFinite(weighs) && weighs > 0 && AreFinite(values))
                usable.Add(rows);
        }
        return (rows, usable);
    }

    private static bool AreFinite(in VBuffer<float> values)
    {
        foreach (float value in values.GetValues())
        {
            if (!float.IsFinite(value))
                return false;
        }

        return true;
    }
}
