using static TorchSharp.torch;

namespace Syre.Torch.Tests.Diagnostics.Measures;

/// <summary>Features without weights, and whether the label depends on them beyond what the network explains.</summary>
[TestClass]
public sealed class IgnoredFeatureTests
{
    private const int Rows = 400;

    // Feature 1 matters and is ignored, 2 does not matter, 3 is a copy of feature 0, which the network uses.
    private static readonly string[] s_names = ["used", "needed", "useless", "copy", "used too", "used too", "used too"];

    [NoTensorLeaks]
    public void A_feature_is_needed_if_it_explains_what_the_network_leaves()
    {
        using var scope = NewDisposeScope();
        Tensor x = Inputs(), noise = Layers.Normal(2, Rows, 1), output = x.narrow(1, 0, 1);
        Tensor y = output + 0.5 * x.narrow(1, 1, 1) + 0.3 * noise + 7;
        IReadOnlyList<IgnoredFeature> found = Report(x, output, y);
        Assert.AreEqual("needed True; useless False; copy False", string.Join("; ", found.Select(f => $"{f.Name} {f.IsNeeded}")));
        double expected = MathNet.Numerics.Statistics.Correlation.Pearson(Column(x, 1), Column(y - output, 0));
        Assert.AreEqual(Math.Abs(expected), found[0].ResidualCorrelation!.Value, 1e-6);
        Assert.AreEqual(0.05, found[0].RelativeNorm, 1e-6);
        CollectionAssert.AreEqual(new[] { 1, 2, 3 }, found.Select(f => f.Index).ToArray());
    }

    [NoTensorLeaks]
    public void Classes_count_by_their_probabilities()
    {
        using var scope = NewDisposeScope();
        Tensor x = Inputs(), logits = cat([x.narrow(1, 0, 1), -x.narrow(1, 0, 1)], 1);
        Tensor y = (x.select(1, 0) + x.select(1, 1)).lt(0).to(ScalarType.Int64);
        IReadOnlyList<IgnoredFeature> two = Report(x, logits, y), one = Report(x, -2 * x.narrow(1, 0, 1), y);
        Assert.AreEqual("needed True; useless False; copy False", string.Join("; ", two.Select(f => $"{f.Name} {f.IsNeeded}")));
        Assert.AreEqual(two[0].ResidualCorrelation!.Value, one[0].ResidualCorrelation!.Value, 1e-6,
            "two logits and their difference say the same");
    }

    [NoTensorLeaks]
    public void Chance_is_not_taken_for_need()
    {
        using var scope = NewDisposeScope();
        int needed = 0;
        for (int seed = 0; seed < 200; seed++)
        {
            using var inner = NewDisposeScope();
            Tensor x = Layers.Normal(1000 + seed, 60, 7);
            needed += Report(x, zeros(60, 1), Layers.Normal(5000 + seed, 60, 1)).Count(f => f.IsNeeded);
        }
        Assert.IsLessThanOrEqualTo(2, needed, "0.2 are expected in 200 tables at a level of 0.001");
    }

    [NoTensorLeaks]
    public void A_scale_counts_as_part_of_the_weights()
    {
        using var scope = NewDisposeScope();
        Tensor x = Inputs();
        IReadOnlyList<IgnoredFeature> found = Report(x, x.narrow(1, 0, 1), x.narrow(1, 0, 1), tensor(new[] { 0.01f, 20, 1, 1, 1, 1, 1 }));
        Assert.AreEqual("used; useless; copy", string.Join("; ", found.Select(f => f.Name)));
        Assert.ThrowsExactly<ArgumentException>(() => Report(x, x.narrow(1, 0, 1), x.narrow(1, 0, 1), ones(4)));
    }

    /// <summary>
    /// A network that answers with the smoothed label, but for a little noise, has left nothing unexplained: what it lacks of the label
    /// itself is the smoothing.
    /// </summary>
    [NoTensorLeaks]
    public void Smoothing_of_labels_is_not_taken_for_need()
    {
        using var scope = NewDisposeScope();
        Tensor x = Inputs(), noise = 0.05 * Layers.Normal(3, Rows, 3);
        Tensor y = x.narrow(1, 0, 3).argmax(1);
        Tensor smoothed = nn.functional.one_hot(y, 3).to(ScalarType.Float32) * 0.9 + 0.1 / 3;
        Assert.IsLessThan(0.2, Largest(Report(x, smoothed.log() + noise, y, smoothing: 0.1)), "several outputs");
        Assert.IsGreaterThan(0.4, Largest(Report(x, smoothed.log() + noise, y)), "against the labels themselves");
        Tensor two = x.select(1, 1).gt(0).to(ScalarType.Int64), share = (two * 0.9 + 0.05).to(ScalarType.Float32).unsqueeze(1);
        Tensor logit = (share / (1 - share)).log() + noise.narrow(1, 0, 1);
        Assert.IsLessThan(0.2, Largest(Report(x, logit, two, smoothing: 0.1)), "one output");

        static double Largest(IReadOnlyList<IgnoredFeature> found) => found.Max(feature => feature.ResidualCorrelation!.Value);
    }

    [NoTensorLeaks]
    public void What_hardly_anything_is_left_of_needs_no_feature()
    {
        using var scope = NewDisposeScope();
        Tensor x = Inputs(), output = x.narrow(1, 0, 1);
        foreach ((double share, bool needed) in new[] { (0.02, true), (0.005, false) })
        {
            Tensor y = output + Math.Sqrt(share / (1 - share)) * x.narrow(1, 1, 1);
            IgnoredFeature found = Report(x, output, y)[0];
            Assert.AreEqual(1, found.ResidualCorrelation!.Value, 1e-6, "all that is left is the feature");
            Assert.AreEqual(needed, found.IsNeeded, $"{share} of the label");
        }
    }

    private static IReadOnlyList<IgnoredFeature> Report(
        Tensor x, Tensor outputs, Tensor targets, Tensor? scale = null, double smoothing = 0)
    {
        Tensor weights = tensor(new[,] { { 1f, 0.05f, 0, 0, 1, 0, 0 }, { 0, 0, 0.02f, 0, 0, 1, 1 } });
        using var probe = new CollapseProbe(
            [new ObservedLayer { Name = "first", Kind = "Linear", Width = 2, Incoming = weights }],
            new CollapseProbeOptions
            {
                FeatureNames = scale?.numel() == 4 ? null : s_names,
                FeatureScale = scale ?? ones(7),
                LabelSmoothing = smoothing,
            });
        long half = x.shape[0] / 2;
        for (long start = 0; start < x.shape[0]; start += half)
        {
            probe.Add(new Observation
            {
                Activations = [x.narrow(0, start, half).mm(weights.t())],
                Outputs = outputs.narrow(0, start, half),
                Targets = targets.narrow(0, start, half),
                Inputs = x.narrow(0, start, half),
            });
        }
        return probe.Report().IgnoredFeatures;
    }

    private static Tensor Inputs()
    {
        Tensor x = Layers.Normal(1, Rows, 7);
        return cat([x.narrow(1, 0, 3), x.narrow(1, 0, 1), x.narrow(1, 4, 3)], 1);
    }

    private static double[] Column(Tensor matrix, int column) => [.. Numbers.Of(matrix.select(1, column)).Select(value => (double)value)];
}
