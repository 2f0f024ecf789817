using Syre.MLNet.Inputs;

namespace Syre.MLNet.Tests.Training;

[TestClass]
public sealed class RowSplitTests
{
    [TestMethod]
    [DataRow(10, 0.2, 2)]
    [DataRow(2, 0.01, 1)]
    [DataRow(2, 0.99, 1)]
    [DataRow(1, 0.5, 0)]
    [DataRow(7, 0.0, 0)]
    public void Every_row_is_on_one_side_and_both_sides_keep_one(int rows, double share, int heldBack)
    {
        var (training, validation) = RowSplit.Draw(rows, share, seed: 1);
        Assert.AreEqual(heldBack, validation.Length);
        CollectionAssert.AreEquivalent(RowSplit.All(rows), training.Concat(validation).ToArray());
    }

    [TestMethod]
    public void Rows_that_weigh_nothing_are_not_held_back()
    {
        float[] weights = [.. Enumerable.Range(0, 60).Select(row => row % 20 == 7 ? 2f : 0)];
        for (int seed = 0; seed < 20; seed++)
        {
            var (training, heldBack) = RowSplit.Draw(60, weights, 0.5, seed);
            Assert.HasCount(2, heldBack);
            Assert.IsTrue(heldBack.All(row => weights[row] > 0));
            CollectionAssert.AreEquivalent(RowSplit.All(60), training.Concat(heldBack).ToArray());
        }
        Assert.IsEmpty(RowSplit.Draw(3, [0, 1, 0], 0.5, 1).HeldBack);
        float[] ones = [.. Enumerable.Repeat(1f, 60)];
        CollectionAssert.AreEqual(RowSplit.Draw(60, 0.2, 1).HeldBack, RowSplit.Draw(60, ones, 0.2, 1).HeldBack);
    }

    [TestMethod]
    public void The_split_depends_on_the_seed_alone()
    {
        CollectionAssert.AreEqual(RowSplit.Draw(100, 0.2, 7).HeldBack, RowSplit.Draw(100, 0.2, 7).HeldBack);
        CollectionAssert.AreNotEqual(RowSplit.Draw(100, 0.2, 7).HeldBack, RowSplit.Draw(100, 0.2, 8).HeldBack);
    }
}
