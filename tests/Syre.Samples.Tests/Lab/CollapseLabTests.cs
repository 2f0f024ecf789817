namespace Syre.Samples.Tests.Lab;

/// <summary>The lab goes on where it was broken off.</summary>
[TestClass]
public sealed class CollapseLabTests
{
    [TestMethod]
    public void What_has_been_done_is_not_done_again()
    {
        using var run = new LabRun("trap", seeds: 1);
        string[] lines = File.ReadAllLines(run.PathOf(".jsonl"));
        StringAssert.StartsWith(run.Output, $"trap: {lines.Length} runs, {lines.Length} of them left");

        // The last line was broken off while it was written.
        string markdown = File.ReadAllText(run.PathOf(".md"));
        File.WriteAllText(run.PathOf(".jsonl"), string.Join('\n', lines)[..^20]);
        StringAssert.StartsWith(run.Run("trap", "--quick", "--seeds", "1").Output, $"trap: {lines.Length} runs, 1 of them left");
        Assert.AreEqual(markdown, File.ReadAllText(run.PathOf(".md")));
        StringAssert.StartsWith(run.Run("trap", "--quick", "--seeds", "1").Output, $"trap: {lines.Length} runs, 0 of them left");

        File.Delete(run.PathOf(".md"));
        run.Run("report", "--quick");
        Assert.AreEqual(markdown, File.ReadAllText(run.PathOf(".md")));

        // The overview has every experiment's results, whatever seeds another was run with.
        run.Run("overhead", "--quick", "--seeds", "2");
        string overview = File.ReadAllText(Path.Combine(Path.GetDirectoryName(run.PathOf(".md"))!, "README.md"));
        StringAssert.Contains(overview, "| [overhead](overhead.md) | ");
        Assert.DoesNotContain("| open |", overview);
    }

    [TestMethod]
    public void What_it_does_not_know_is_named()
    {
        var lab = new ChildApp("CollapseLab");
        ChildResult unknown = lab.Run("no-such");
        Assert.AreEqual(1, unknown.ExitCode);
        StringAssert.Contains(unknown.Errors, "There is no experiment 'no-such'; expected all, report, or one of trap");
        Assert.AreEqual(1, lab.Run("trap", "--seeds", "0").ExitCode);
    }
}
