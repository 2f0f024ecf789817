using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Contributions;

/// <summary>Which slots of the features are added up, and what the sums are called.</summary>
/// <param name="Features">Name of the features.</param>
/// <param name="Type">Their type.</param>
/// <param name="GroupOf">The group of each slot; null where each slot is by itself.</param>
/// <param name="Names">The groups' names; null where slots have none.</param>
/// <param name="Count">Number of groups.</param>
internal sealed record SlotGroups(string Features, VectorDataViewType Type, int[]? GroupOf, IReadOnlyList<string>? Names, int Count)
{
    /// <summary>Each slot by itself.</summary>
    public static SlotGroups EachSlot(DataViewSchema.Column features)
    {
        var type = (VectorDataViewType)features.Type;
        return new(features.Name, type, null, SlotAnnotation.Read(features, null), type.Size);
    }

    /// <summary>The slots of each column.</summary>
    /// <param name="features">The features.</param>
    /// <param name="schema">All columns.</param>
    /// <param name="given">The column of each slot; null to go by the slots' names.</param>
    /// <exception cref="ArgumentOutOfRangeException">Slots have no names, or not as many columns are given as there are slots.</exception>
    public static SlotGroups ByColumn(DataViewSchema.Column features, DataViewSchema schema, IReadOnlyList<string>? given)
    {
        var type = (VectorDataViewType)features.Type;
        IReadOnlyList<string> columns = given ?? ByName(features, schema);
        if (columns.Count != type.Size)
        {
            throw new ArgumentOutOfRangeException(nameof(given), string.Create(CultureInfo.InvariantCulture,
                $"SlotColumns has {columns.Count} columns, and '{features.Name}' {type.Size} slots; give the column of each slot."));
        }
        List<string> names = [.. columns.Distinct()];
        Dictionary<string, int> places = names.Select((name, at) => (name, at)).ToDictionary(pair => pair.name, pair => pair.at);
        return new(features.Name, type, [.. columns.Select(column => places[column])], names, names.Count);
    }

    private static string[] ByName(DataViewSchema.Column features, DataViewSchema schema)
    {
        string[] slots = SlotAnnotation.Read(features, null) ?? throw new ArgumentOutOfRangeException(
            nameof(features),
            $"The slots of '{features.Name}' have no names, by which they would be told to be of a column; give SlotColumns.");
        string[] columns = [.. schema.Where(column => column.Index != features.Index).Select(column => column.Name)
            .OrderByDescending(name => name.Length)];
        return [.. slots.Select((slot, at) => slot.Length == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{features.Name}.{at}")
            : Array.Find(columns, column => slot == column || slot.StartsWith(column + ".", StringComparison.Ordinal)) ?? slot)];
    }
}
