using Syre.MLNet.Training;

namespace Syre.MLNet.Tests.Training;

[TestClass]
public sealed class BestEpochTests
{
    [TestMethod]
    public void The_lowest_error_wins_and_of_equals_the_later()
    {
        CollectionAssert.AreEqual(
            new[] { 1, 1, 3, 3 }, Epochs(0.2, 0.3, 0.2, 0.21).Select(best => best.Epoch).ToArray());
        Assert.AreEqual(0.2, Epochs(0.2, 0.3, 0.2).Last().Result!.Choosing);
    }

    [TestMethod]
    public void An_epoch_that_is_only_as_good_is_kept_but_is_no_improvement()
    {
        BestEpoch best = Epochs(0, 0).Last();
        Assert.AreEqual((2, 1), (best.Epoch, best.LastImprovement));
    }

    [TestMethod]
    public void Without_validation_the_last_epoch_is_kept() => Assert.AreEqual(2, Epochs(null, null).Last().Epoch);

    private static IEnumerable<BestEpoch> Epochs(params double?[] choosing)
    {
        BestEpoch best = BestEpoch.None;
        for (int epoch = 1; epoch <= choosing.Length; epoch++)
            yield return best = best.After(epoch, choosing[epoch - 1] is { } value ? new ValidationResult(1, 1, value, 1) : null);
    }
}
