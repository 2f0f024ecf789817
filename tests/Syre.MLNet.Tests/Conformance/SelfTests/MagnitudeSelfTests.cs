using Syre.MLNet.Tests.Tabular;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>A trainer that handles large numbers wrongly fails the checks that are there for it.</summary>
[TestClass]
public sealed class MagnitudeSelfTests
{
    [TestMethod]
    public void A_number_that_is_forgotten_from_1e20_on() =>
        Caught("1e+20 in every row", MagnitudeChecks.LargeNumbersSaturate, value => value > 1e19f ? 0 : value);

    [TestMethod]
    public void Large_numbers_that_are_all_taken_for_the_middle() =>
        Caught("1 times the largest number", MagnitudeChecks.LargeNumbersAreNotForgotten, value => value > 1e9f ? 0 : value);

    [TestMethod]
    public void Numbers_that_become_infinite() =>
        Caught("of row 0 is NaN", MagnitudeChecks.LargeNumbersSaturate, value => value > 1e30f ? float.PositiveInfinity : value);

    private static void Caught(string reason, Action<MagnitudeCase> check, Func<float, float> broken)
    {
        MagnitudeCase whole = MagnitudeCase.Of(SyreNetworkCases.Binary());
        MagnitudeCase @case = whole with { Data = (ml, change) => whole.Data(ml, (row, value) => broken(change(row, value))) };
        StringAssert.Contains(Assert.Throws<AssertFailedException>(() => check(@case)).Message, reason);
    }
}
