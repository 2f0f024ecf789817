namespace Syre.MLNet.Diagnostics.Columns;

/// <summary>Joins pairs of slots into groups (union-find).</summary>
internal sealed class SlotGroups
{
    private readonly Dictionary<int, int> _parents = [];

    /// <summary>Puts the groups of two slots together.</summary>
    public void Join(int a, int b) => _parents[Root(a)] = Root(b);

    /// <summary>The groups and the slots in them, ascending.</summary>
    public IReadOnlyList<IReadOnlyList<int>> ToLists() =>
        [.. _parents.Keys.ToArray().GroupBy(Root).Select(group => group.Order().ToArray()).OrderBy(group => group[0])];

    private int Root(int slot)
    {
        int parent = _parents.GetValueOrDefault(slot, slot);
        return _parents[slot] = parent == slot ? slot : Root(parent);
    }
}
