namespace Syre.MLNet.Tests.Interop;

[TestClass]
public sealed class NativeLoadingTests
{
    /// <summary>Making a trainer begins to load libtorch on another thread.</summary>
    [TestMethod]
    public void A_process_that_makes_a_trainer_and_ends_at_once_ends_well()
    {
        for (int run = 0; run < 10; run++)
        {
            ChildResult result = new ChildApp("EngineBits").Run("made");
            Assert.AreEqual(0, result.ExitCode, result.Errors);
            Assert.AreEqual("SyreNetworkEstimator", result.Output.Trim());
        }
    }
}
