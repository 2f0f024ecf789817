namespace Syre.Samples.Tests.Lab;

/// <summary>The small versions of the lab's fully connected experiments point where theory says.</summary>
[TestClass]
public sealed class LabDirectionTests
{
    [TestMethod]
    public void Identical_units_part_and_dead_ones_live_again_under_syre_alone()
    {
        using var run = new LabRun("trap");
        foreach (string arm in (string[])["no decay", "plain decay", "L2 Init"])
        {
            Assert.AreEqual(0, run.Mean("100 % identical", arm, "distance"), arm);
            Assert.AreEqual(1, run.Mean("100 % identical", arm, "erank"), 1e-4, arm);
        }
        Assert.IsGreaterThan(0, run.Mean("100 % identical", "syre 0.01", "distance"));
        Assert.IsLessThan(
            run.Mean("100 % identical", "plain decay", "loss") / 2, run.Mean("100 % identical", "syre 0.01", "loss"));

        const string died = "died, lr·λ·steps 10", born = "born dead, lr·λ·steps 10";
        foreach (string arm in (string[])["no decay", "noise 1", "plain decay"])
            Assert.AreEqual(0, run.Mean(died, arm, "revived") + run.Mean(born, arm, "revived"), arm);
        Assert.AreEqual(1, run.Mean(died, "L2 Init", "revived"));
        Assert.AreEqual(0, run.Mean(born, "L2 Init", "revived"));
        Assert.AreEqual(2, run.Mean(died, "syre 0.01", "revived") + run.Mean(born, "syre 0.01", "revived"));
    }

    [TestMethod]
    public void Ridge_regression_ends_where_it_is_predicted()
    {
        using var run = new LabRun("ridge", seeds: 2);
        foreach (string setting in (string[])["10 inputs", "100 inputs"])
        {
            foreach (string arm in (string[])["plain decay", "L2 Init", "syre 0.01", "syre 2.4", "syre, θ form 1"])
                Assert.IsLessThan(1e-4, run.Mean(setting, arm, "gap"), $"{setting}, {arm}");
            Assert.IsLessThan(1e-4, run.Mean(setting, "plain decay", "shift"));
            // The shift is in proportion to σ0.
            Assert.AreEqual(240, run.Mean(setting, "syre 2.4", "shift") / run.Mean(setting, "syre 0.01", "shift"), 24);
        }
    }

    [TestMethod]
    public void Pairs_die_under_decay_and_under_gradient_noise_and_a_large_target_keeps_them_alive()
    {
        using var run = new LabRun("reparametrised", seeds: 2);
        Assert.AreEqual(0, run.Mean("γ 0.1", "no decay", "dead"));
        Assert.IsGreaterThan(0.4, run.Mean("γ 0.1", "plain decay", "dead"));
        Assert.AreEqual(0, run.Mean("γ 0.1", "syre 1", "dead"));
        Assert.IsGreaterThan(0.4, run.Mean("rate 0.01", "no decay", "dead"));
        Assert.IsLessThan(run.Mean("rate 0.01", "plain decay", "dead") - 0.2, run.Mean("rate 0.01", "syre 1", "dead"));
    }

    [TestMethod]
    public void Only_a_random_target_frees_a_start_on_mirrors()
    {
        using var run = new LabRun("control", seeds: 2);
        const string trapped = "unstructured, start on half of the mirrors, 0.02", free = "unstructured, normal start, 0.3";
        foreach (string arm in (string[])["no decay", "plain decay", "L2 Init"])
            Assert.IsGreaterThanOrEqualTo(0.5, run.Mean(trapped, arm, "degree"), arm);
        Assert.IsLessThan(0.2, run.Mean(trapped, "syre 0.1", "degree"));
        Assert.IsGreaterThan(run.Mean(free, "syre 1", "degree") + 0.2, run.Mean(free, "plain decay", "degree"));
    }

    [TestMethod]
    public void Strong_decay_takes_a_network_s_features_and_syre_at_a_large_scale_keeps_more()
    {
        using var run = new LabRun("features", seeds: 2);
        const string setting = "γ in the loss (Adam), γ 0.01";
        Assert.IsLessThan(run.Mean(setting, "no decay", "erank") / 2, run.Mean(setting, "plain decay", "erank"));
        Assert.IsLessThan(run.Mean(setting, "no decay", "accuracy") - 0.2, run.Mean(setting, "plain decay", "accuracy"));
        Assert.IsGreaterThan(run.Mean(setting, "plain decay", "accuracy") + 0.1, run.Mean(setting, "syre 2.4", "accuracy"));
        Assert.IsGreaterThan(run.Mean(setting, "plain decay", "erank") + 4, run.Mean(setting, "syre 2.4", "erank"));
    }

    [TestMethod]
    public void Decay_turns_output_weights_to_class_means_and_a_large_random_target_turns_them_away()
    {
        using var run = new LabRun("neural-collapse", seeds: 2);
        Assert.IsLessThan(run.Mean("λ 0.01", "no decay", "nc3"), run.Mean("λ 0.01", "plain decay", "nc3"));
        Assert.IsGreaterThan(run.Mean("λ 0.01", "plain decay", "nc3"), run.Mean("λ 0.01", "syre 2.4", "nc3"));
    }

    [TestMethod]
    public void A_large_target_keeps_rank_over_a_stream_of_tasks()
    {
        using var run = new LabRun("permuted", seeds: 2);
        foreach (string stream in (string[])["permuted images", "random labels", "rescue of a worn network"])
        {
            string setting = $"{stream}, λ 0.3";
            Assert.IsGreaterThan(run.Mean(setting, "plain decay", "erank"), run.Mean(setting, "syre 2.4", "erank"), stream);
            Assert.IsGreaterThan(run.Mean(setting, "plain decay", "accuracy"), run.Mean(setting, "syre, θ form 2.4", "accuracy"), stream);
        }
    }

    [TestMethod]
    public void A_theta0_that_is_kept_is_a_fifth_number_for_each_weight()
    {
        using var run = new LabRun("overhead", seeds: 1);
        Assert.AreEqual(1.25, run.Mean("θ0 kept, fully connected", "syre 0.01", "memory"));
        Assert.AreEqual(1, run.Mean("θ0 made anew, fully connected", "syre 0.01", "memory"));
        Assert.IsGreaterThan(0, run.Mean("θ0 kept, fully connected", "syre 0.01", "time"));
    }
}
