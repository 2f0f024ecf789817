namespace Syre.Samples.Tests;

/// <summary>The lab's small versions point where theory says, and it goes on where it was broken off.</summary>
[TestClass]
public sealed class CollapseLabTests
{
    [TestMethod]
    public void Identical_units_part_and_dead_ones_live_again_under_syre_alone()
    {
        using var run = new LabRun("trap");
        foreach (string arm in (string[])["no decay", "plain decay", "L2 Init"])
        {
            Assert.AreEqual(0, run.Mean("100 % identical", arm, "distance"), arm);
            Assert.AreEqual(1, run.Mean("100 % identical", arm, "erank"), 1e-4, arm);
        }
        Assert.IsGreaterThan(0, run.Mean("100 % identical", "syre 0.01", "distance"));
        Assert.IsLessThan(
            run.Mean("100 % identical", "plain decay", "loss") / 2, run.Mean("100 % identical", "syre 0.01", "loss"));

        const string died = "died, lr·λ·steps 10", born = "born dead, lr·λ·steps 10";
        foreach (string arm in (string[])["no decay", "noise 1", "plain decay"])
            Assert.AreEqual(0, run.Mean(died, arm, "revived") + run.Mean(born, arm, "revived"), arm);
        Assert.AreEqual(1, run.Mean(died, "L2 Init", "revived"));
        Assert.AreEqual(0, run.Mean(born, "L2 Init", "revived"));
        Assert.AreEqual(2, run.Mean(died, "syre 0.01", "revived") + run.Mean(born, "syre 0.01", "revived"));
    }

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
        run.Run("report", "--quick", "--seeds", "1");
        Assert.AreEqual(markdown, File.ReadAllText(run.PathOf(".md")));
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
