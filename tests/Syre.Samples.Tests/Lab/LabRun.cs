using System.Globalization;

namespace Syre.Samples.Tests.Lab;

/// <summary>The small version of one of the lab's experiments, run in a folder of its own, and what it found.</summary>
internal sealed class LabRun : IDisposable
{
    private static readonly ChildApp s_lab = new("CollapseLab");
    private readonly string _folder = Directory.CreateTempSubdirectory("syre-lab").FullName;
    private readonly string _verb;
    private readonly List<string[]> _lines = [];

    /// <summary>Runs it.</summary>
    public LabRun(string verb, int seeds = 3)
    {
        _verb = verb;
        Output = Run(verb, "--quick", "--seeds", $"{seeds}").Output;
        foreach (string line in File.ReadLines(PathOf(".csv")).Skip(1))
            _lines.Add(Cells(line));
        Assert.AreSequenceEqual("PNG"u8.ToArray(), File.ReadAllBytes(PathOf(".png"))[1..4]);
        StringAssert.Contains(File.ReadAllText(Path.Combine(_folder, "README.md")), $"| [{verb}]({verb}.md) | ");
        Assert.DoesNotContain("Runs that failed", File.ReadAllText(PathOf(".md")));
    }

    /// <summary>What it wrote on the console.</summary>
    public string Output { get; }

    /// <summary>One of its files.</summary>
    public string PathOf(string extension) => Path.Combine(_folder, _verb + extension);

    /// <summary>Runs the lab with the same folder of results.</summary>
    public ChildResult Run(params string[] arguments)
    {
        ChildResult result = s_lab.Run([.. arguments, "--out", _folder]);
        Assert.AreEqual(0, result.ExitCode, result.Output + result.Errors);
        return result;
    }

    /// <summary>A mean over the seeds.</summary>
    public double Mean(string setting, string arm, string measure)
    {
        string[]? line = _lines.Find(cells => cells[1] == setting && cells[3] == arm && cells[4] == measure);
        Assert.IsNotNull(line, $"{setting}, {arm}, {measure}: no such line in {_verb}.csv");
        return double.Parse(line[5], CultureInfo.InvariantCulture);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string[] Cells(string line)
    {
        // Every other piece between quotes is quoted, and its commas are its own.
        string[] pieces = line.Split('"');
        for (int i = 1; i < pieces.Length; i += 2)
            pieces[i] = pieces[i].Replace(',', '\u0001');
        return [.. string.Concat(pieces).Split(',').Select(cell => cell.Replace('\u0001', ','))];
    }
}
