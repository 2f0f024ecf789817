using Syre.MLNet.Training;


namespace Syre.MLNet.Tests.Training;

[TestClass]
public sealed class BestEpochTests
{
    [TestMethod]
    public void The_lowest_error_wins_and_of_equals_the_later()
    {
        var best = new BestEpoch(ModelSelection.Error);
        CollectionAssert.AreEqual(
            new[] { true, false, true, false },
            new[] { best.Offer(1, new(9, 0.2)), best.Offer(2, new(1, 0.3)), best.Offer(3, new(8, 0.2)), best.Offer(4, new(0, 0.21)) });
        Assert.AreEqual((3, new ValidationResult(8, 0.2)), (best.Epoch, best.Result));
    }

    [TestMethod]
    public void An_epoch_that_is_only_as_good_is_kept_but_is_no_improvement()
    {
        var best = new BestEpoch(ModelSelection.Error);
        best.Offer(1, new(1, 0));
        best.Offer(2, new(1, 0));
        Assert.AreEqual((2, 1), (best.Epoch, best.LastImprovement));
    }

    [TestMethod]
    public void Selection_by_loss_looks_at_the_loss()
    {
        var best = new BestEpoch(ModelSelection.Loss);
        best.Offer(1, new(2, 0.1));
        best.Offer(2, new(1, 0.9));
        Assert.AreEqual(2, best.Epoch);
    }

    [TestMethod]
    public void Without_validation_the_last_epoch_is_kept()
    {
        var best = new BestEpoch(ModelSelection.Error);
        best.Offer(1, null);
        best.Offer(2, null);
        Assert.AreEqual(2, best.Epoch);
    }
}
