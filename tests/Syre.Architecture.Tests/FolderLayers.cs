namespace Syre.Architecture.Tests;

/// <summary>Folders in layers, each of which uses only those below it.</summary>
internal sealed class FolderLayers
{
    public FolderLayers(IEnumerable<string> folders, IReadOnlyList<FolderReference> references)
    {
        var left = new SortedSet<string>(folders, StringComparer.Ordinal);
        var layers = new List<string[]>();
        while (Without(reference => reference.From) is { Length: > 0 } layer)
        {
            layers.Add(layer);
            left.ExceptWith(layer);
        }
        // What is left lies in a cycle, or above one; that above is used by nobody in it.
        while (Without(reference => reference.To) is { Length: > 0 } above)
            left.ExceptWith(above);
        Layers = layers;
        Cyclic = [.. references.Where(reference => left.Contains(reference.From) && left.Contains(reference.To))];

        string[] Without(Func<FolderReference, string> end) =>
            [.. left.Except(references.Where(reference => left.Contains(reference.From) && left.Contains(reference.To)).Select(end))];
    }

    /// <summary>From the lowest up.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Layers { get; }

    /// <summary>References between folders that use each other, directly or around.</summary>
    public IReadOnlyList<FolderReference> Cyclic { get; }

    public override string ToString() =>
        string.Join('\n', Layers.Select((layer, height) => $"{height}: {string.Join("  ", layer.Select(FolderReference.Name))}"));
}
