using Microsoft.ML.Data;

namespace Syre.MLNet.Contributions;

/// <summary>Which contributions of a row are kept, and in which unit: what ML.NET's own models do with theirs.</summary>
/// <param name="groups">What is added up.</param>
/// <param name="options">How many are kept, and whether they are normalized.</param>
internal sealed class ContributionChoice(SlotGroups groups, FeatureContributionOptions options)
{
    /// <summary>Writes the contributions that are kept.</summary>
    /// <param name="contributions">Those of a row by slot; null where it has no score.</param>
    /// <param name="value">Where to.</param>
    public void Write(Dictionary<int, double>? contributions, ref VBuffer<float> value)
    {
        if (contributions is null)
        {
            VBufferEditor<float> all = VBufferEditor.Create(ref value, groups.Count);
            all.Values.Fill(float.NaN);
            value = all.Commit();
            return;
        }
        (int Group, double Sum)[] kept = [.. Kept(Sums(contributions)).OrderBy(pair => pair.Group)];
        double largest = options.Normalize ? kept.Select(pair => Math.Abs(pair.Sum)).DefaultIfEmpty(1).Max() : 1;
        VBufferEditor<float> editor = VBufferEditor.Create(ref value, groups.Count, kept.Length);
        bool isDense = kept.Length == groups.Count;
        for (int i = 0; i < kept.Length; i++)
        {
            editor.Values[i] = (float)(kept[i].Sum / largest);
            if (!isDense)
                editor.Indices[i] = kept[i].Group;
        }
        value = editor.Commit();
    }

    private IEnumerable<(int Group, double Sum)> Sums(Dictionary<int, double> contributions) => groups.GroupOf is not { } groupOf
        ? contributions.Select(pair => (pair.Key, pair.Value))
        : contributions.GroupBy(pair => groupOf[pair.Key], (group, pairs) => (group, pairs.Sum(pair => pair.Value)));

    private IEnumerable<(int Group, double Sum)> Kept(IEnumerable<(int Group, double Sum)> sums)
    {
        ILookup<bool, (int Group, double Sum)> bySign = sums.Where(pair => pair.Sum != 0).ToLookup(pair => pair.Sum > 0);
        return Largest(bySign[true], options.NumberOfPositiveContributions)
            .Concat(Largest(bySign[false], options.NumberOfNegativeContributions));
    }

    private static IEnumerable<(int Group, double Sum)> Largest(IEnumerable<(int Group, double Sum)> sums, int? count) =>
        count is { } most ? sums.OrderByDescending(pair => Math.Abs(pair.Sum)).ThenBy(pair => pair.Group).Take(most) : sums;
}
