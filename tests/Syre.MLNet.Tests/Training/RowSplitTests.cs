using CsCheck;
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
    public void Rows_that_weigh_nothing_are_not_held_back_but_with_their_group()
    {
        float[] weights = [.. Enumerable.Range(0, 60).Select(row => row % 20 == 7 ? 2f : 0)];
        int[] groups = [.. Enumerable.Range(0, 60).Select(row => row / 20)], classes = [.. Enumerable.Range(0, 60).Select(row => row % 2)];
        for (int seed = 0; seed < 20; seed++)
        {
            foreach (int[]? grouped in new[] { null, groups })
            {
                var (training, heldBack) = RowSplit.Draw(60, 0.5, seed, weights, classes, grouped);
                Assert.IsTrue(training.Any(row => weights[row] > 0) && heldBack.Any(row => weights[row] > 0));
                Assert.IsTrue(grouped is null
                    ? heldBack.All(row => weights[row] > 0)
                    : !training.Select(row => groups[row]).Intersect(heldBack.Select(row => groups[row])).Any());
                CollectionAssert.AreEquivalent(RowSplit.All(60), training.Concat(heldBack).ToArray());
            }
        }
        Assert.IsEmpty(RowSplit.Draw(3, 0.5, 1, [0, 1, 0], null, null).HeldBack);
        float[] ones = [.. Enumerable.Repeat(1f, 60)];
        CollectionAssert.AreEqual(RowSplit.Draw(60, 0.2, 1, classes).HeldBack, RowSplit.Draw(60, 0.2, 1, ones, classes, null).HeldBack);
    }

    [TestMethod]
    public void The_split_depends_on_the_seed_alone()
    {
        CollectionAssert.AreEqual(RowSplit.Draw(100, 0.2, 7).HeldBack, RowSplit.Draw(100, 0.2, 7).HeldBack);
        CollectionAssert.AreNotEqual(RowSplit.Draw(100, 0.2, 7).HeldBack, RowSplit.Draw(100, 0.2, 8).HeldBack);
    }

    [TestMethod]
    public void Of_each_class_the_share_is_held_back_as_near_as_can_be_and_some_rows_are_trained_on() =>
        Gen.Select(Gen.Int[0, 5].Array[2, 200], Gen.Double[0.01, 0.99], Gen.Long).Sample((classes, share, seed) =>
        {
            var (training, heldBack) = RowSplit.Draw(classes.Length, share, seed, classes);
            CollectionAssert.AreEquivalent(RowSplit.All(classes.Length), training.Concat(heldBack).ToArray());
            bool isForced = heldBack.Length == 1;
            foreach (IGrouping<int, int> one in classes.GroupBy(name => name))
            {
                int held = heldBack.Count(row => classes[row] == one.Key);
                Assert.IsTrue(held < one.Count() || isForced, $"{held} of {one.Count()} rows of class {one.Key}");
                Assert.IsTrue(Math.Abs(held - share * one.Count()) < 1 || held == one.Count() - 1 || isForced, $"{held} of {one.Count()}");
            }
            if (classes.Distinct().Count() == 1)
                Assert.HasCount(Math.Clamp((int)Math.Round(share * classes.Length), 1, classes.Length - 1), heldBack);
        });

    [TestMethod]
    public void Rows_of_a_rare_class_are_held_back_too()
    {
        int[] classes = [.. Enumerable.Range(0, 1000).Select(row => row % 100 == 0 ? 1 : 0)];
        for (int seed = 0; seed < 20; seed++)
            Assert.AreEqual(2, RowSplit.Draw(1000, 0.2, seed, classes).HeldBack.Count(row => classes[row] == 1));
    }

    [TestMethod]
    public void Rows_of_one_group_are_on_one_side() =>
        Gen.Select(Gen.Int[0, 3].Array[2, 120], Gen.Int[1, 30], Gen.Double[0.05, 0.9], Gen.Int[0, 1000]).Sample(
            (classes, groupCount, share, seed) =>
            {
                var random = new Random(seed);
                int[] groups = [.. classes.Select(_ => random.Next(groupCount))];
                var (training, heldBack) = RowSplit.Draw(classes.Length, share, seed, classes, groups);
                CollectionAssert.AreEquivalent(RowSplit.All(classes.Length), training.Concat(heldBack).ToArray());
                Assert.IsEmpty(training.Select(row => groups[row]).Intersect(heldBack.Select(row => groups[row])));
                bool areSeveral = groups.Distinct().Count() > 1;
                Assert.IsTrue(training.Length > 0 && heldBack.Length > 0 == areSeveral);
            });

    [TestMethod]
    public void Many_small_groups_come_near_the_share_in_every_class()
    {
        int[] classes = [.. Enumerable.Range(0, 3000).Select(row => row / 3 % 10 == 0 ? 1 : 0)], groups = [.. Enumerable.Range(0, 3000)
            .Select(row => row / 3)];
        for (int seed = 0; seed < 10; seed++)
        {
            long[] heldBack = RowSplit.Draw(3000, 0.2, seed, classes, groups).HeldBack;
            Assert.AreEqual(540, heldBack.Count(row => classes[row] == 0));
            Assert.AreEqual(60, heldBack.Count(row => classes[row] == 1));
        }
    }
}
