namespace Syre.Torch.Tests.Decay;

[TestClass]
public sealed class SyreOptionsTests
{
    [TestMethod]
    public void What_is_not_named_is_the_papers_for_an_optimizer()
    {
        var options = new SyreOptions();
        options.Validate();
        Assert.IsTrue(options is { Mode: DecayMode.Syre, WeightDecay: null, Sigma0: null, Coupled: false, Seed: null });
        Assert.AreEqual(options with { WeightDecay = 0.01, Sigma0 = 0.01, Seed = 0 }, SyreOptions.ForOptimizer(options, new Violations()));
        Assert.AreEqual(SyreOptions.ForOptimizer(options, new Violations()), SyreOptions.ForOptimizer(null, new Violations()));
        var named = new SyreOptions { WeightDecay = 1, Sigma0 = 2, Seed = 3 };
        Assert.AreEqual(named, SyreOptions.ForOptimizer(named, new Violations()));
    }

    [TestMethod]
    public void One_message_lists_all_violations_with_value_and_remedy()
    {
        var options = new SyreOptions
        {
            Mode = (DecayMode)9, WeightDecay = -1, Sigma0 = double.NaN, Anisotropy = 2, StaticBiasStorage = (StaticBiasStorage)7,
        };
        string message = Assert.ThrowsExactly<ArgumentException>(options.Validate).Message;
        foreach (string part in new[] { "6 violation", "Mode is 9", "WeightDecay is -1", "Sigma0 is NaN", "Anisotropy is 2",
            "StaticBiasStorage is 7", "SyreAdvanced" })
        {
            StringAssert.Contains(message, part);
        }
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(9e-7)]
    [DataRow(1)]
    [DataRow(-0.1)]
    [DataRow(double.NaN)]
    public void An_anisotropy_that_is_lost_in_float32_or_lets_D_reach_0_is_refused(double anisotropy) =>
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(
                new SyreOptions { Mode = DecayMode.SyreAdvanced, Anisotropy = anisotropy }.Validate).Message,
            "[1e-6, 1)");

    [TestMethod]
    [DataRow(DecayMode.None)]
    [DataRow(DecayMode.Plain)]
    [DataRow(DecayMode.L2Init)]
    [DataRow(DecayMode.Syre)]
    public void An_anisotropy_is_refused_where_it_means_nothing(DecayMode mode) =>
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(new SyreOptions { Mode = mode, Anisotropy = 0.1 }.Validate).Message,
            "means nothing");

    [TestMethod]
    public void Sigma0_of_0_is_refused_for_syre_and_free_for_the_others()
    {
        new SyreOptions { Mode = DecayMode.Plain, Sigma0 = 0 }.Validate();
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(new SyreOptions { Sigma0 = 0 }.Validate).Message, "Plain");
    }

    [TestMethod]
    public void Initial_weights_cannot_be_regenerated() => StringAssert.Contains(
        Assert.ThrowsExactly<ArgumentException>(
            new SyreOptions { Mode = DecayMode.L2Init, StaticBiasStorage = StaticBiasStorage.Regenerated }.Validate).Message, "made anew");
}
