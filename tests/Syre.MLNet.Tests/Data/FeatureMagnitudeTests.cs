using CsCheck;
using Syre.Cpu;
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
    public void Rows_in_memory_are_scaled_as_by_torch_but_for_two_units_in_the_last_place() => s_case.Sample(set =>
    {
        float[] row = [.. set.Values, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0, .. set.Column];
        FeatureScale[] some = [.. Scales(set.Column)];
        FeatureScale[] scales = [.. row.Select((_, i) => some[i % some.Length])];
        var scaling = new RowScaling(scales);
        float[] scaled = new float[row.Length];
        scaling.Map(row, scaled);
        long[] features = [.. Enumerable.Range(0, row.Length).Select(feature => (long)feature)];
        float[] entries = [.. scaling.MapEntries(new SparseRows([0, row.Length], features, row)).Values];
        for (int i = 0; i < row.Length; i++)
        {
            AreClose(ByTorch(scales[i], [row[i]])[0], scaled[i], $"{row[i]} by {scales[i]}");
            AreClose(ByTorch(scales[i] with { Center = 0 }, [row[i]])[0], entries[i], $"{row[i]} by {scales[i]}, sparse");
            if (float.IsFinite(row[i]))
                Assert.AreEqual(scales[i].Clipped(row[i]), scaled[i]);
        }
        scaling.Map(row, row);
        Assert.AreSequenceEqual(scaled, row);

        // libtorch multiplies by a rounded 1/9 instead of dividing by 9.
        static void AreClose(float expected, float actual, string what)
        {
            float unit = MathF.BitIncrement(MathF.Abs(expected)) - MathF.Abs(expected);
            Assert.AreEqual(expected, actual, float.IsNaN(expected) ? 0 : 2 * unit, what);
        }
    }, iter: 200);

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
