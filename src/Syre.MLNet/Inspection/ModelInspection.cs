using System.Globalization;
using System.Text;

namespace Syre.MLNet;

/// <summary>
/// What a model file is made of, read without loading any of it: to be looked at before a file of someone else's is trusted.
/// </summary>
/// <param name="Path">The file.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Sha256">SHA-256 of the whole file, in lower case.</param>
/// <param name="Entries">The entries of the zip, in the order of their data.</param>
/// <param name="Parts">The parts of the model that ML.NET makes by name when it loads the file: which, and from which assemblies.</param>
/// <param name="Graphs">The ONNX graphs, which ML.NET hands to OnnxRuntime.</param>
/// <param name="MLNetVersion">The version of ML.NET that wrote the file, as it says; null where it does not.</param>
/// <param name="Version">The version of this library that wrote the graphs, as they say; null where they do not.</param>
public sealed record ModelInspection(
    string Path,
    long Length,
    string Sha256,
    IReadOnlyList<InspectedEntry> Entries,
    IReadOnlyList<InspectedPart> Parts,
    IReadOnlyList<InspectedGraph> Graphs,
    string? MLNetVersion,
    string? Version)
{
    /// <summary>The assemblies that the file names, each once, with version and key as written.</summary>
    public IEnumerable<string> Assemblies => Parts.Select(part => part.Assembly).Distinct().Order(StringComparer.Ordinal);

    /// <summary>
    /// What is wrong or uncommon, a sentence each; empty for a file that <see cref="SyreModelFile"/> reads. Assemblies are not judged:
    /// compare
    /// <see cref="Assemblies"/> with those that the model needs.
    /// </summary>
    public IEnumerable<string> Problems =>
    [
        .. Entries.Where(entry => entry.Problem is not null).Select(entry => $"{entry.Name}: {entry.Problem}"),
        .. Graphs.SelectMany(graph => graph.Problems.Select(problem => $"{graph.Entry}: {problem}")),
    ];

    /// <summary>The whole as a table, for a console.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture,
            $"{Path}: {Length:n0} bytes, ML.NET {MLNetVersion ?? "unknown"}, Syre.MLNet {Version ?? "unknown"}\n");
        text.Append(CultureInfo.InvariantCulture, $"sha256 {Sha256}\n\n");
        int width = Entries.Select(entry => entry.Name.Length).Append(5).Max();
        text.Append($"{"entry".PadRight(width)} {"packed",12} {"bytes",14}  sha256            \n");
        foreach (InspectedEntry entry in Entries)
        {
            string hash = entry.Problem is null ? entry.Sha256[..16] + "…" : entry.Problem;
            text.Append(
                CultureInfo.InvariantCulture, $"{entry.Name.PadRight(width)} {entry.PackedLength,12:n0} {entry.Length,14:n0}  {hash}\n");
        }
        text.Append("\nassemblies\n");
        foreach (string assembly in Assemblies)
            text.Append($"  {assembly}: {string.Join(", ", LoadersOf(assembly))}\n");
        foreach (InspectedGraph graph in Graphs)
            text.Append($"\n{graph}");
        string[] problems = [.. Problems];
        text.Append(problems.Length == 0 ? "\nno problem was found\n" : $"\n{problems.Length} problem(s)\n");
        foreach (string problem in problems)
            text.Append($"  {problem}\n");
        return text.ToString();
    }

    private IEnumerable<string> LoadersOf(string assembly) =>
        Parts.Where(part => part.Assembly == assembly).Select(part => part.Loader).Distinct();
}
