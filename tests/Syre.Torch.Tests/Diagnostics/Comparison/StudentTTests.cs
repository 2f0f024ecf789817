using Syre.Torch.Diagnostics.Comparison;

namespace Syre.Torch.Tests.Diagnostics.Comparison;

[TestClass]
public sealed class StudentTTests
{
    // From the tables of any textbook.
    [TestMethod]
    [DataRow(0.95, 1, 12.706)]
    [DataRow(0.95, 2, 4.303)]
    [DataRow(0.95, 4, 2.776)]
    [DataRow(0.95, 30, 2.042)]
    [DataRow(0.99, 2, 9.925)]
    [DataRow(0.999, 10, 4.587)]
    [DataRow(0.95, 1e6, 1.960)]
    public void QuantilesAreThoseOfTheTables(double share, double degrees, double expected) =>
        Assert.AreEqual(expected, StudentT.TwoSided(share, degrees), 6e-4);

    [TestMethod]
    public void DegreesNeedNotBeWhole() => Assert.IsTrue(StudentT.TwoSided(0.95, 2.5) is > 3.182 and < 4.303);

    [TestMethod]
    public void OfTwoArmsThatAreTheSameAboutOneInTwentyDiffers()
    {
        var random = new Random(1);
        int differ = 0;
        for (int trial = 0; trial < 4000; trial++)
        {
            double[] values = [.. Enumerable.Range(0, 4).Select(_ => Normal())];
            double[] others = [.. Enumerable.Range(0, 4).Select(_ => Normal())];
            if (Math.Abs(values.Average() - others.Average()) > RunSpread.Margin(values, others, 0.95))
                differ++;
        }
        Assert.IsTrue(differ is > 100 and < 240, $"{differ} of 4000");
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }

    [TestMethod]
    public void ASingleRunIsTakenToSpreadLikeTheOtherArm()
    {
        double[] several = [1, 2, 3, 4];
        double deviation = Math.Sqrt(5.0 / 3);
        Assert.AreEqual(StudentT.TwoSided(0.95, 3) * deviation * Math.Sqrt(1 + 0.25), RunSpread.Margin([7], several, 0.95), 1e-9);
    }
}
