using Syre.MLNet.Runtime;

namespace Syre.MLNet.Tests.Training;

[TestClass]
public sealed class MaskGeneratorTests
{
    [TestMethod]
    [DataRow(0.15)]
    [DataRow(0.5)]
    [DataRow(0.9)]
    public void The_share_of_zeros_is_the_probability_and_the_mean_is_one(double probability)
    {
        const int size = 400_000;
        var mask = new float[size];
        new MaskGenerator(seed: 1).Fill(mask, probability);
        // Five standard deviations of a binomial share.
        double tolerance = 5 * Math.Sqrt(probability * (1 - probability) / size);
        Assert.AreEqual(probability, mask.Count(value => value == 0) / (double)size, tolerance);
        Assert.AreEqual(1, mask.Average(), tolerance / (1 - probability));
        CollectionAssert.AreEqual(new[] { 0f, (float)(1 / (1 - probability)) }, mask.Distinct().Order().ToArray());
    }

    [TestMethod]
    public void The_values_depend_on_the_seed_and_on_what_was_drawn_not_on_how_it_was_cut()
    {
        float[] whole = Draw(seed: 5, 64, 128), again = Draw(seed: 5, 128, 64), other = Draw(seed: 6, 64, 128);
        CollectionAssert.AreEqual(whole, again);
        CollectionAssert.AreNotEqual(whole, other);
    }

    [TestMethod]
    public void Neighbours_rows_and_later_draws_are_uncorrelated()
    {
        const int size = 1 << 18;
        float[] first = Draw(seed: 2, size), second = Draw(seed: 3, size);
        foreach (int lag in new[] { 1, 8, 16, 256, 4096 })
            Assert.AreEqual(0, Correlation(first, first, lag), 5 / Math.Sqrt(size));
        Assert.AreEqual(0, Correlation(first, second, 0), 5 / Math.Sqrt(size));
    }

    private static float[] Draw(long seed, params int[] lengths)
    {
        var generator = new MaskGenerator(seed);
        return lengths.SelectMany(length =>
        {
            var mask = new float[length];
            generator.Fill(mask, 0.5);
            return mask;
        }).ToArray();
    }

    private static double Correlation(float[] x, float[] y, int lag) =>
        Enumerable.Range(0, x.Length - lag).Average(i => (x[i] - 1) * (y[i + lag] - 1));
}
