using Syre.MLNet.Training;

namespace Syre.MLNet.Tests.Training;

[TestClass]
public sealed class BestEpochTests
{
    [TestMethod]
    public void The_lowest_error_wins_and_of_equals_the_later()
    {
        CollectionAssert.AreEqual(
            new[] { 1, 1, 3, 3 }, Epochs(ModelSelection.Error, new(9, 0.2), new(1, 0.3), new(8, 0.2), new(0, 0.21))
                .Select(best => best.Epoch).ToArray());
        Assert.AreEqual(new ValidationResult(8, 0.2), Epochs(ModelSelection.Error, new(9, 0.2), new(1, 0.3), new(8, 0.2)).Last().Result);
    }

    [TestMethod]
    public void An_epoch_that_is_only_as_good_is_kept_but_is_no_improvement()
    {
        BestEpoch best = Epochs(ModelSelection.Error, new(1, 0), new(1, 0)).Last();
        Assert.AreEqual((2, 1), (best.Epoch, best.LastImprovement));
    }

    [TestMethod]
    public void Selection_by_loss_looks_at_the_loss() =>
        Assert.AreEqual(2, Epochs(ModelSelection.Loss, new(2, 0.1), new(1, 0.9)).Last().Epoch);

    [TestMethod]
    public void Without_validation_the_last_epoch_is_kept() => Assert.AreEqual(2, Epochs(ModelSelection.Error, null, null).Last().Epoch);

    private static IEnumerable<BestEpoch> Epochs(ModelSelection selection, params ValidationResult?[] results)
    {
        BestEpoch best = BestEpoch.None;
        for (int epoch = 1; epoch <= results.Length; epoch++)
            yield return best = best.After(selection, epoch, results[epoch - 1]);
    }
}
