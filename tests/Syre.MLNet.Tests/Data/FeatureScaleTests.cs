using CsCheck;
using Syre.MLNet.Inputs;

namespace Syre.MLNet.Tests.Data;

[TestClass]
public sealed class FeatureScaleTests
{
    [TestMethod]
    public void A_feature_is_centred_by_its_median_and_divided_by_its_quartile_distance()
    {
        FeatureScale scale = FeatureScale.Of([7, 1, 3, 5, 9]);
        Assert.AreEqual(5f, scale.Center);
        Assert.AreEqual(1 / 4f, scale.Factor);
    }

    [TestMethod]
    public void Where_the_quartiles_meet_half_the_range_is_divided_by()
    {
        FeatureScale scale = FeatureScale.Of([0, 0, 0, 0, 0, 0, 0, 8]);
        Assert.AreEqual(0f, scale.Center);
        Assert.AreEqual(2 / 8f, scale.Factor);
    }

    [TestMethod]
    public void A_constant_feature_becomes_zero() => Assert.AreEqual(0f, FeatureScale.Of([4, 4, 4]).Factor);

    [TestMethod]
    public void A_sparse_feature_has_the_factor_of_the_same_dense_feature() =>
        Gen.Float[-9, 9].Select(Gen.Float.Unit, (value, coin) => coin < 0.5f ? 0 : value).Array[2, 40]
            .Where(values => values.Distinct().Count() > 1)
            .Sample(values =>
            {
                float[] nonzeros = values.Where(value => value != 0).ToArray();
                FeatureScale sparse = FeatureScale.OfSparse(nonzeros, values.Length), dense = FeatureScale.Of(values);
                Assert.AreEqual(dense.Factor, sparse.Factor, 1e-5f * Math.Abs(dense.Factor));
                Assert.AreEqual(0f, sparse.Center);
            });

    [TestMethod]
    public void A_sparse_feature_that_is_the_same_in_every_row_becomes_one() =>
        Assert.AreEqual(1 / 5f, FeatureScale.OfSparse([5, 5, 5], rows: 3).Factor);
}
