namespace Syre.MLNet.Tests.Checkpoints;

/// <summary>Processes that train are killed at random moments; started again, each ends with the bits of one that was not.</summary>
[TestClass]
public sealed class KilledTrainingTests
{
    [TestMethod]
    [TestCategory("Long"), Long]
    public void Trainings_end_with_the_same_bits_though_their_processes_are_killed_twenty_times()
    {
        ChildResult killing = new ChildApp("ResumingTrainer").Run("kill", "20");
        Assert.AreEqual(0, killing.ExitCode, killing.Output + killing.Errors);
        StringAssert.Contains(killing.Output, "\n20 kills, ", killing.Output);
    }
}
