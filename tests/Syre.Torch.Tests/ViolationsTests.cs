using System.Globalization;

namespace Syre.Torch.Tests;

[TestClass]
public sealed class ViolationsTests
{
    [TestMethod]
    public void Sentences_name_the_option_by_its_path()
    {
        var violations = new Violations();
        int rows = 0;
        violations.Require(rows >= 2, rows, "at least 2");
        Violations inner = violations.Within("Collapse").Within("Thresholds");
        inner.Require(false, 1.5, "below 1", "Share");
        inner.RequireDefined((DecayMode)99, "Mode");
        inner.Require(true, rows, "anything");
        string modes = string.Join(", ", Enum.GetNames<DecayMode>());
        Assert.AreSequenceEqual(
            [
                "rows is 0; it must be at least 2.", "Collapse.Thresholds.Share is 1.5; it must be below 1.",
                $"Collapse.Thresholds.Mode is 99; expected one of {modes}.",
            ],
            violations.Found);
    }

    [TestMethod]
    public void One_exception_tells_all_and_none_is_thrown_for_nothing()
    {
        var violations = new Violations();
        violations.ThrowIfOutOfRange("Options");
        violations.Require(false, "A is wrong.");
        violations.Require(false, "B is wrong.");
        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => violations.ThrowIfOutOfRange("Options"));
        StringAssert.Contains(e.Message, "Options: 2 violation(s).");
        StringAssert.Contains(e.Message, "- A is wrong.");
        StringAssert.Contains(e.Message, "- B is wrong.");
        Assert.AreEqual("Options", e.ParamName);
    }

    [TestMethod]
    public void Numbers_read_the_same_in_every_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("sv-SE");
            var violations = new Violations();
            violations.Require(false, -0.5, "positive", "A");
            violations.Require(false, $"B is {-1.5}.");
            Assert.AreSequenceEqual(["A is -0.5; it must be positive.", "B is -1.5."], violations.Found);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
