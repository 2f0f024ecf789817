using CsCheck;
using Syre.MLNet.Objectives;

namespace Syre.MLNet.Tests.Tasks;

[TestClass]
public sealed class LabelTransformTests
{
    [TestMethod]
    public void A_logarithm_and_its_inverse_are_those_of_one_plus_the_label()
    {
        LabelTransform log = LabelTransform.Fit(TargetTransform.Log, [1])!;
        foreach (float label in (float[])[-0.99f, -0.5f, 0, 1e-3f, 1, 1000, 1e20f, float.MaxValue])
        {
            Assert.AreEqual((float)Math.Log(1 + (double)label), log.Apply(label), 1e-6f);
            Assert.AreEqual(label, log.Invert(log.Apply(label)), 2e-5f * (1 + Math.Abs(label)));
        }
        var e = Assert.ThrowsExactly<InvalidOperationException>(() => log.Apply(-1));
        StringAssert.Contains(e.Message, "TargetTransform.Log takes labels above −1, and there is one of -1.");
        Assert.IsNull(LabelTransform.Fit(TargetTransform.None, [1]));
    }

    [TestMethod]
    public void Quantiles_rise_and_are_inverted_between_the_least_and_the_greatest_label() =>
        Gen.Select(Gen.Float[-5, 5].Array[1, 400], Gen.Bool).Sample((labels, isWhole) =>
        {
            if (isWhole)
                labels = Array.ConvertAll(labels, MathF.Round);
            LabelTransform quantiles = LabelTransform.Fit(TargetTransform.Quantile, labels)!;
            Assert.IsEmpty(quantiles.Problems());
            float[] sorted = [.. labels.Order()];
            Assert.AreEqual((sorted[0], sorted[^1]), (quantiles.Labels[0], quantiles.Labels[^1]));
            float before = float.NegativeInfinity;
            foreach (float label in sorted)
            {
                float value = quantiles.Apply(label);
                Assert.IsGreaterThanOrEqualTo(before, value);
                Assert.AreEqual(label, quantiles.Invert(value), 1e-4f);
                before = value;
            }
            Assert.AreEqual(sorted[0], quantiles.Invert(-100));
            Assert.AreEqual(sorted[^1], quantiles.Invert(100));
            Assert.AreEqual(quantiles.Apply(sorted[^1]), quantiles.Apply(1e9f));
        }, iter: 300);

    [TestMethod]
    public void Quantiles_of_labels_of_any_distribution_are_normal()
    {
        float[] labels = [.. Enumerable.Range(0, 20_000).Select(row => MathF.Exp(row / 1000f))];
        LabelTransform quantiles = LabelTransform.Fit(TargetTransform.Quantile, labels)!;
        Assert.HasCount(200, quantiles.Values);
        foreach ((double share, float expected) in new[] { (0.5, 0), (0.8413447, 1f), (0.0227501, -2f), (0.975, 1.959964f) })
            Assert.AreEqual(expected, quantiles.Apply(labels[(int)(share * labels.Length)]), 0.01f);
    }

    [TestMethod]
    public void Knots_that_do_not_rise_are_told_of()
    {
        Assert.IsNotEmpty(new LabelTransform(TargetTransform.Quantile, [1, 1], [0, 1]).Problems());
        Assert.IsNotEmpty(new LabelTransform(TargetTransform.Quantile, [1, 2], [0]).Problems());
        Assert.IsNotEmpty(new LabelTransform(TargetTransform.Quantile, [], []).Problems());
        Assert.IsNotEmpty(new LabelTransform(TargetTransform.Log, [1], [1]).Problems());
        Assert.IsNotEmpty(new LabelTransform(TargetTransform.None, [], []).Problems());
    }
}
