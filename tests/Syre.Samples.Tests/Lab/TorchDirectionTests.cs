namespace Syre.Samples.Tests.Lab;

/// <summary>
/// What the small versions of the lab's experiments on TorchSharp come to. Trained for seconds, they may be nearer to their start than the
/// full ones, whose results stand in the lab's own folder.
/// </summary>
[TestClass]
public sealed class TorchDirectionTests
{
    [TestMethod]
    public void An_encoder_pulled_with_all_strength_is_the_frozen_random_one()
    {
        using var run = new LabRun("posterior");
        const string weak = "β 10, γ 0.01", strong = "β 10, γ 1000";
        Assert.AreEqual(run.Mean(weak, "no decay", "error"), run.Mean(strong, "no decay", "error"), "an arm without a pull knows no γ");
        Assert.AreEqual(0, run.Mean(strong, "plain decay", "active"));
        Assert.AreEqual(run.Mean(strong, "frozen θ0 1", "rank"), run.Mean(strong, "syre 1", "rank"), 5);
        // The rank, and the gain over decay, need no learning: the encoder that is θ0 from the start has both.
        Assert.IsLessThan(run.Mean(strong, "plain decay", "error") - 0.2, run.Mean(strong, "syre 1", "error"));
        Assert.IsLessThan(run.Mean(strong, "plain decay", "error") - 1, run.Mean(strong, "frozen θ0 1", "error"));
        Assert.AreEqual("PNG", string.Concat(File.ReadAllBytes(run.PathOf("-images.png"))[1..4].Select(letter => (char)letter)));
    }

    [TestMethod]
    public void A_random_transformer_has_all_of_the_rank_and_tells_nothing()
    {
        using var run = new LabRun("attention");
        const string setting = "γ 0.1";
        Assert.IsGreaterThan(run.Mean(setting, "no decay", "rank"), run.Mean(setting, "frozen θ0 1", "rank"));
        Assert.IsLessThan(run.Mean(setting, "no decay", "accuracy") - 0.1, run.Mean(setting, "frozen θ0 1", "accuracy"));
        Assert.IsGreaterThan(run.Mean(setting, "plain decay", "rank"), run.Mean(setting, "syre 1", "rank"));
    }

    [TestMethod]
    public void Under_a_crushing_decay_a_small_static_bias_is_plain_decay_and_the_initial_weights_are_not()
    {
        using var run = new LabRun("compatibility");
        const string setting = "λ 10";
        double plain = run.Mean(setting, "plain decay", "accuracy");
        Assert.IsGreaterThan(plain + 0.15, run.Mean(setting, "no decay", "accuracy"));
        Assert.IsGreaterThan(plain + 0.15, run.Mean(setting, "L2 Init", "accuracy"));
        Assert.AreEqual(plain, run.Mean(setting, "syre 0.01", "accuracy"), 0.1);
    }

    [TestMethod]
    public void A_contrastive_head_keeps_rank_under_syre_but_tells_less_and_the_advanced_form_is_the_basic_one()
    {
        using var run = new LabRun("contrastive");
        const string setting = "γ 1";
        Assert.IsGreaterThan(run.Mean(setting, "no decay", "rank") + 3, run.Mean(setting, "syre 1", "rank"));
        Assert.IsLessThan(run.Mean(setting, "no decay", "last") - 0.05, run.Mean(setting, "syre 1", "last"));
        Assert.AreEqual(run.Mean(setting, "syre 1", "last"), run.Mean(setting, "syre, advanced 1", "last"), 0.03);
    }

    [TestMethod]
    public void The_pole_is_learnt_to_be_balanced_but_not_by_the_network_of_most_rank()
    {
        using var run = new LabRun("control-task");
        const string setting = "friction, λ 0.1", large = "syre, θ form 2.4";
        Assert.IsGreaterThan(1.3 * run.Mean(setting, "no decay", "return"), run.Mean(setting, "no decay", "late"));
        Assert.IsLessThan(run.Mean(setting, "no decay", "return") / 2, run.Mean(setting, large, "return"));
        Assert.IsGreaterThan(run.Mean(setting, "no decay", "rank"), run.Mean(setting, large, "rank"));
    }
}
