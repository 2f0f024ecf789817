using Syre.MLNet.Inputs.Text;

namespace Syre.MLNet.Tests.Text;

[TestClass]
public sealed class NgramHashTests
{
    private static readonly NgramKind s_kind = new(Seed: 2, Shortest: 2, Longest: 4, Outside: 33, MaximumKeys: 100);

    [TestMethod]
    public void Powers_times_windows_are_the_numbers_that_the_recurrence_gives()
    {
        long[] keys = [33, 66, 67, 40_000, 33, 65_535, 70, 33, 33, 33];
        long[] powers = NgramHash.Powers(s_kind), seeds = NgramHash.Seeds(s_kind);
        List<Ngram> ngrams = [];
        NgramHash.Each(keys, s_kind, ngrams);
        Assert.HasCount((keys.Length - 3) * 3, ngrams);
        for (int start = 0; start + 4 <= keys.Length; start++)
        {
            for (int length = 0; length < 3; length++)
            {
                long sum = seeds[length];
                for (int key = 0; key < 4; key++)
                    sum += keys[start + key] * powers[length * 4 + key];
                Assert.AreEqual(sum % NgramHash.Buckets, ngrams[start * 3 + length].Number);
            }
        }
    }

    [TestMethod]
    public void Numbers_are_told_apart_by_order_length_and_kind()
    {
        List<Ngram> ngrams = [];
        NgramHash.Each([33, 65, 66, 33, 33, 33], s_kind, ngrams);
        NgramHash.Each([33, 66, 65, 33, 33, 33], s_kind, ngrams);
        NgramHash.Each([33, 65, 66, 33, 33, 33], s_kind with { Seed = 1 }, ngrams);
        int[] inside = [.. ngrams.Where(ngram => ngram.Counts).Select(ngram => ngram.Number)];
        Assert.HasCount(inside.Length, inside.Distinct());
    }

    [TestMethod]
    public void Only_ngrams_with_at_most_one_key_outside_at_each_end_count()
    {
        List<Ngram> ngrams = [];
        NgramHash.Each([33, 65, 33, 33, 33], s_kind, ngrams);
        // Windows _a__ and a___, each of lengths 2, 3, 4: "_a", "_a_" and "a_" count.
        CollectionAssert.AreEqual(new[] { true, true, false, true, false, false }, ngrams.Select(ngram => ngram.Counts).ToArray());
    }
}
