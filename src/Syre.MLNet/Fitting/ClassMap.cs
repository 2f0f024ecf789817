using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;
using Syre.MLNet.Training;

namespace Syre.MLNet.Fitting;

/// <summary>
/// How the classes of new rows go with those of an earlier training: by name where they have names, else by number. The new label's order
/// stands, so that its keys mean the same in the scored columns; earlier classes that it has not come after.
/// </summary>
/// <param name="Names">Names of all classes; null where they have none.</param>
/// <param name="EarlierOf">The earlier output that each output goes on from; −1 for a new class.</param>
internal sealed record ClassMap(IReadOnlyList<string>? Names, IReadOnlyList<int> EarlierOf)
{
    /// <summary>Whether all classes are the earlier ones in their order.</summary>
    public bool IsSame(int earlier) => EarlierOf.Count == earlier && EarlierOf.Select((from, output) => from == output).All(same => same);

    /// <summary>Matches the classes of a label.</summary>
    /// <param name="label">The label's column, a key.</param>
    /// <param name="origin">The earlier training.</param>
    /// <param name="earlier">Number of earlier classes.</param>
    /// <exception cref="ArgumentException">Only one of the two has names.</exception>
    public static ClassMap Match(DataViewSchema.Column label, TrainingOrigin origin, int earlier)
    {
        string[]? names = KeyNames.Read(label);
        if ((names is null) != (origin.Classes is null))
        {
            throw new ArgumentException(
                $"The classes of label '{label.Name}' have {(names is null ? "no names" : "names")}, those of the earlier model " +
                $"{(names is null ? "have" : "have none")}, so that they cannot be matched. Make the label as in the earlier training, " +
                $"for example with mlContext.Transforms.Conversion.MapValueToKey(\"{label.Name}\").", nameof(InitialModel));
        }

        if (names is null || origin.Classes is null)
        {
            int count = Math.Max((int)((KeyDataViewType)label.Type).Count, earlier);
            return new(null, [.. Enumerable.Range(0, count).Select(number => number < earlier ? number : -1)]);
        }
        string[] all = [.. names, .. origin.Classes.Except(names)];
        Dictionary<string, int> places = origin.Classes.Index().ToDictionary(entry => entry.Item, entry => entry.Index);
        return new(all, [.. all.Select(name => places.GetValueOrDefault(name, -1))]);
    }

    /// <summary>The columns of new rows, with a label that knows all classes.</summary>
    public DataViewSchema Extend(DataViewSchema schema, string label)
    {
        if (((KeyDataViewType)schema[label].Type).Count == (ulong)EarlierOf.Count)
            return schema;
        var builder = new DataViewSchema.Builder();
        foreach (DataViewSchema.Column column in schema)
        {
            if (column.Index == schema[label].Index)
                KeyNames.Add(builder, column, EarlierOf.Count, Names);
            else
                builder.AddColumn(column.Name, column.Type, column.Annotations);
        }
        return builder.ToSchema();
    }

    /// <summary>The number that each output has in θ0: an earlier one keeps its own, a new one gets the next.</summary>
    public IReadOnlyList<int> Numbers(TrainingOrigin origin, int earlier)
    {
        IReadOnlyList<int> before = origin.OutputNumbers ?? [.. Enumerable.Range(0, earlier)];
        int next = Math.Max(origin.FirstOutputs ?? earlier, before.Max() + 1);
        return [.. EarlierOf.Select(from => from < 0 ? next++ : before[from])];
    }
}
