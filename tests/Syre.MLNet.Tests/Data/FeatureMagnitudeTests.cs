using CsCheck;
using Syre.MLNet.Inputs;
using Syre.MLNet.Networks.Stages;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Data;

/// <summary>Scaling and smooth clipping over the whole range of a float: 1e-45 to 3.4e38, of either sign.</summary>
[TestClass]
public sealed class FeatureMagnitudeTests
{
    /// <summary>Finite floats whose exponents, not values, are spread evenly.</summary>
    private static readonly Gen<float> s_anySize =
        Gen.Float[1, 2].Select(Gen.Int[-150, 127], (digits, exponent) => (float)(digits * Math.Pow(2, exponent)))
            .Select(Gen.Bool, (value, negative) => negative ? -value : value)
            .Select(value => Math.Clamp(value, float.MinValue, float.MaxValue));

    private static readonly Gen<(float[] Column, float[] Values)> s_case = Gen.Select(s_anySize.Array[1, 30], s_anySize.Array[1, 30]);

    [TestMethod]
    public void Every_column_has_a_usable_scale() => s_case.Sample(set =>
    {
        foreach (FeatureScale scale in Scales(set.Column))
        {
            Assert.IsTrue(float.IsFinite(scale.Center), $"{scale}");
            Assert.IsTrue(scale.Factor == 0 || scale.Factor >= 1.17549435e-38f && float.IsFinite(scale.Factor), $"{scale}");
        }
    });

    [TestMethod]
    public void A_clipped_value_is_bounded_rises_with_the_value_and_is_that_of_torch() => s_case.Sample(set =>
    {
        float[] rising = [.. set.Values.Concat([float.MinValue, 0, float.MaxValue]).Order()];
        foreach (FeatureScale scale in Scales(set.Column))
        {
            float[] inTorch = ByTorch(scale, rising);
            float last = float.NegativeInfinity;
            for (int i = 0; i < rising.Length; i++)
            {
                float clipped = scale.Clipped(rising[i]);
                Assert.IsTrue(Math.Abs(clipped) <= 3.000001f, $"{rising[i]} by {scale} is {clipped}");
                Assert.IsTrue(clipped >= last - 1e-6f, $"{rising[i]} by {scale} is {clipped}, after {last}");
                Assert.AreEqual(clipped, inTorch[i], 1e-6f, $"{rising[i]} by {scale}");
                last = clipped;
            }
        }
    });

    [TestMethod]
    public void Ordinary_values_are_clipped_to_the_same_bits_as_ever() => Gen.Float[-10000, 10000].Array[1, 50].Sample(values =>
    {
        using var scope = NewDisposeScope();
        Tensor z = tensor(values);
        Tensor expected = z * z.pow(2).div(9).add(1).rsqrt();
        Assert.AreSequenceEqual(expected.data<float>().ToArray(), ByTorch(new FeatureScale(0, 1), values));
    });

    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    [DataRow(float.NegativeInfinity)]
    public void What_is_not_finite_is_no_number(float value)
    {
        Assert.IsFalse(float.IsFinite(new FeatureScale(1, 2).Clipped(value)));
        Assert.IsTrue(float.IsNaN(ByTorch(new FeatureScale(1, 2), [value])[0]));
    }

    [TestMethod]
    public void Values_too_near_to_each_other_are_named()
    {
        FeatureScale[] scales =
            [new(0, 1), FeatureScale.Of([1e-42f, 2e-42f, 3e-42f, 4e-42f]), FeatureScale.Of([float.MinValue, 0, float.MaxValue])];
        string remark = ScaleRemarks.TooNarrow(scales, new FeatureNames("Features", ["Age", "PValue", "Wide"], [2, 5, 7]))!;
        StringAssert.Contains(remark, "column 'Features', slot 5 'PValue'.");
        StringAssert.Contains(remark, "logarithm");
        Assert.IsNull(ScaleRemarks.TooNarrow([scales[0], scales[2]], new FeatureNames("Features", null, null)));
    }

    private static FeatureScale[] Scales(float[] column)
    {
        float[] nonzeros = [.. column.Where(value => value != 0)];
        return
        [
            FeatureScale.Of([.. column]),
            FeatureScale.OfSparse([.. nonzeros], column.Length),
            FeatureScale.OfSparse([.. nonzeros], column.Length + 3),
        ];
    }

    private static float[] ByTorch(FeatureScale scale, float[] values)
    {
        using var scope = NewDisposeScope();
        var scaling = new FeatureScaling(1, CPU);
        scaling.Set([scale]);
        return scaling.forward(tensor(values).unsqueeze(1)).data<float>().ToArray();
    }
}
