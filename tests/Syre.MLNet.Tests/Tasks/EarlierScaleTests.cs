using CsCheck;
using Syre.MLNet.Objectives;

namespace Syre.MLNet.Tests.Tasks;

[TestClass]
public sealed class EarlierScaleTests
{
    private static readonly float[] s_labels = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    private static readonly LabelScale s_earlier = LabelScale.Of(s_labels);
    private static readonly float[] s_outputs = Array.ConvertAll(s_labels, s_earlier.ToOutput);

    [TestMethod]
    public void Labels_that_the_earlier_model_predicts_keep_their_scale_to_the_bit()
    {
        EarlierScale fitted = EarlierScale.Fit(s_earlier, s_outputs, s_labels);
        Assert.AreEqual((s_earlier, false, null), (fitted.Scale, fitted.StartsAnew, fitted.Change));
    }

    [TestMethod]
    public void Bounds_widen_to_new_labels_of_the_same_scale()
    {
        EarlierScale fitted = EarlierScale.Fit(s_earlier, [.. s_outputs, s_earlier.ToOutput(13)], [.. s_labels, 13]);
        Assert.AreEqual(s_earlier with { Highest = fitted.Scale.Highest }, fitted.Scale);
        Assert.AreEqual(13, fitted.Scale.ToLabel(fitted.Scale.Highest), 1e-12);
    }

    [TestMethod]
    public void Some_of_the_rows_keep_the_scale_and_the_bounds_of_all()
    {
        Assert.AreEqual(s_earlier, EarlierScale.Fit(s_earlier, [0.5f, 0.1f, 0.9f], [7, 8, 6]).Scale);
        Assert.AreEqual(s_earlier, EarlierScale.Fit(s_earlier, [0.5f, 0.1f], [7, 7]).Scale);
    }

    [TestMethod]
    public void Another_unit_is_taken_into_the_scale() => Gen.Select(Gen.Double[-30, 30], Gen.Double[-100, 100]).Sample((exponent, shift) =>
    {
        double factor = Math.Pow(10, exponent);
        if (Math.Abs(factor - 1) < 0.6 && Math.Abs(shift) < 20)
            return;
        float[] labels = Array.ConvertAll(s_labels, label => (float)((label + shift) * factor));
        EarlierScale fitted = EarlierScale.Fit(s_earlier, s_outputs, labels);
        Assert.IsNotNull(fitted.Change);
        Assert.IsFalse(fitted.StartsAnew);
        double range = labels.Max() - (double)labels.Min();
        for (int row = 0; row < labels.Length; row++)
            Assert.AreEqual(labels[row], fitted.Scale.ToLabel(s_outputs[row]), 1e-3 * range);
        Assert.AreEqual(labels.Min(), fitted.Scale.ToLabel(fitted.Scale.Lowest), 1e-6 * range + 1e-6 * Math.Abs(labels.Min()));
        Assert.AreEqual(labels.Max(), fitted.Scale.ToLabel(fitted.Scale.Highest), 1e-6 * range + 1e-6 * Math.Abs(labels.Max()));
    });

    [TestMethod]
    public void Labels_that_it_predicts_in_no_unit_have_a_scale_of_their_own()
    {
        float[] labels = [1000, 3000, 2000, 1000, 3000, 1000, 2000, 3000, 1000, 2000, 3000, 1000];
        EarlierScale fitted = EarlierScale.Fit(s_earlier, s_outputs, labels);
        Assert.IsTrue(fitted.StartsAnew);
        Assert.AreEqual(LabelScale.Of(labels), fitted.Scale);
        StringAssert.Contains(fitted.Change, "from 1000 to 3000");
    }

    [TestMethod]
    public void Outputs_and_labels_that_do_not_vary_are_no_error()
    {
        Assert.IsTrue(EarlierScale.Fit(s_earlier, new float[3], [1000, 2000, 3000]).StartsAnew);
        Assert.AreEqual(LabelScale.Of([1000f]), EarlierScale.Fit(s_earlier, s_outputs[..3], [1000, 1000, 1000]).Scale);
    }
}
