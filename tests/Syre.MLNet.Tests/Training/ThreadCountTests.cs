using Syre.MLNet.Runtime;

namespace Syre.MLNet.Tests.Training;

[TestClass]
public sealed class ThreadCountTests
{
    [TestMethod]
    public void Steps_that_no_table_of_this_size_fills_are_worth_no_thread()
    {
        // 10 000 columns into 256 units: a batch of 256 would be worth several threads, 20 rows are not.
        const double multiplications = 3.0 * 10_000 * 256;
        Assert.AreEqual(1, ThreadCount.For(256, 20, multiplications));
        Assert.AreEqual(1, ThreadCount.For(20, 1_000_000, multiplications));
        Assert.AreEqual(ThreadCount.For(256, 256, multiplications), ThreadCount.For(256, 1_000_000, multiplications));
        Assert.AreEqual(Environment.ProcessorCount, ThreadCount.For(1 << 20, 1 << 20, multiplications));
    }
}
