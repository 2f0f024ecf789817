using static TorchSharp.torch;

namespace Syre.Torch.Tests.Diagnostics.Measures;

[TestClass]
public sealed class EmbeddingTests
{
    [TestMethod]
    public void A_random_table_has_full_rank_and_no_two_rows_alike()
    {
        EmbeddingReport found = CollapseDiagnostics.Embedding("table", Random(20_000, 24));
        Assert.AreEqual((20_000L, 24, 256), (found.Rows, found.Dimensions, found.SampledRows));
        Assert.AreEqual(24, found.EffectiveRank, 0.05);
        Assert.IsEmpty(found.DeadDimensions);
        Assert.AreEqual(0d, found.DuplicateShare);
    }

    [TestMethod]
    public void Dimensions_that_do_not_vary_are_dead_whatever_their_value()
    {
        using Tensor table = Random(1000, 16);
        table[TensorIndex.Colon, TensorIndex.Single(3)] = 0;
        table[TensorIndex.Colon, TensorIndex.Single(9)] = 5;
        EmbeddingReport found = CollapseDiagnostics.Embedding("table", table);
        CollectionAssert.AreEqual(new[] { 3, 9 }, found.DeadDimensions.ToArray());
        Assert.AreEqual(14, found.EffectiveRank, 0.2);
    }

    [TestMethod]
    public void Rows_that_another_repeats_are_counted_wherever_it_stands()
    {
        // The first half, and a copy of it in another order: every row has a double. Then as many rows of their own.
        using Tensor half = Random(30_000, 16);
        using Tensor doubled = cat([half, half.flip(0) + 1e-3]);
        using Tensor mixed = cat([doubled, Random(60_000, 16, seed: 2)]);
        Assert.AreEqual(1d, CollapseDiagnostics.Embedding("table", doubled).DuplicateShare);
        Assert.AreEqual(0.5, CollapseDiagnostics.Embedding("table", mixed).DuplicateShare!.Value, 0.01);
    }

    [TestMethod]
    public void A_table_of_zeros_is_all_duplicates_and_dead()
    {
        EmbeddingReport found = CollapseDiagnostics.Embedding("table", zeros(50, 16));
        Assert.AreEqual(1d, found.DuplicateShare);
        Assert.AreEqual(1d, found.DeadShare);
        Assert.AreEqual(0d, found.EffectiveRank);
    }

    [TestMethod]
    public void Of_few_dimensions_duplicates_are_not_told() =>
        Assert.IsNull(CollapseDiagnostics.Embedding("table", Random(100, 15)).DuplicateShare);

    [TestMethod]
    public void A_tensor_that_is_no_table_is_refused()
    {
        Assert.ThrowsExactly<ArgumentException>(() => CollapseDiagnostics.Embedding("table", zeros(3)));
        Assert.ThrowsExactly<ArgumentException>(() => CollapseDiagnostics.Embedding("table", zeros(0, 3)));
    }

    [TestMethod]
    public void A_doubled_or_dead_table_is_a_finding_and_travels_as_JSON()
    {
        EmbeddingReport healthy = CollapseDiagnostics.Embedding("words", Random(300, 16));
        CollapseReport Judged(EmbeddingReport table) => (HandMade.Healthy with { Embeddings = [table] }).Judged();

        Assert.AreEqual(CollapseVerdict.Healthy, Judged(healthy).Verdict);
        CollapseReport doubled =
            Judged(healthy with { DuplicateShare = 0.4 }), dead = Judged(healthy with { DeadDimensions = [0, 1, 2, 3, 4] });
        Assert.AreEqual(CollapseVerdict.Reduced, doubled.Verdict);
        Assert.AreEqual(CollapseVerdict.Reduced, dead.Verdict);
        StringAssert.Contains(doubled.Reason, "'words': 40 % of the rows are repeated");
        StringAssert.Contains(dead.Reason, "'words': 31 % of the dimensions are dead");
        StringAssert.Contains(dead.ToString(), "Table 'words' of 300 rows and 16 dimensions");
        Assert.AreEqual(dead.ToJson(), CollapseReport.FromJson(dead.ToJson()).ToJson());
    }

    private static Tensor Random(long rows, long dimensions, ulong seed = 1)
    {
        using var generator = new Generator(seed, CPU);
        return randn([rows, dimensions], generator: generator);
    }
}
