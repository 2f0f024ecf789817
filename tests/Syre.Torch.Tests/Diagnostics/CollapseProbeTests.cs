using static TorchSharp.torch;

namespace Syre.Torch.Tests.Diagnostics;

/// <summary>Collecting, the cheap measures of an epoch, the heat map, and what does not fit.</summary>
[TestClass]
public sealed class CollapseProbeTests
{
    [NoTensorLeaks]
    public void An_epoch_has_the_reports_numbers()
    {
        using var scope = NewDisposeScope();
        Tensor h = Layers.Normal(1, 60, 5).relu();
        h.select(1, 2).zero_();
        h.select(1, 3).fill_(0.4f);
        using CollapseProbe probe = Of(5);
        probe.Add(new Observation { Activations = [h], Outputs = zeros(60, 1) });
        CollapseEpoch epoch = probe.Epoch(3, 0.5, null);
        LayerMeasures report = probe.Report().Layers[0].Measured;
        Assert.AreEqual((3, 0.5, (double?)null), (epoch.Epoch, epoch.TrainingLoss!.Value, epoch.ValidationError));
        Assert.AreEqual(report.Centred.EffectiveRank, epoch.Layers[0].EffectiveRank);
        Assert.AreEqual(0.4, epoch.Layers[0].DeadShare);
        Assert.AreEqual(report.Units.DeadShare, epoch.Layers[0].DeadShare);
        Assert.AreEqual(Math.Sqrt(h.square().sum(dim: 1).mean().item<float>()), epoch.Layers[0].MeanNorm, 1e-5);
        Assert.AreEqual(60, probe.Statistics(0).Rows);
    }

    [NoTensorLeaks]
    public void The_heat_map_puts_twins_beside_each_other()
    {
        using var scope = NewDisposeScope();
        Tensor h = Layers.Normal(1, 200, 150);
        h = cat([h, -2 * h.narrow(1, 7, 1)], 1);
        using CollapseProbe probe = Of(151);
        probe.Add(new Observation { Activations = [h], Outputs = zeros(200, 1) });
        UnitSimilarity map = probe.Report().Layers[0].Similarity!;
        Assert.HasCount(96, map.Units);
        Assert.HasCount(96 * 96, map.Values);
        Assert.AreEqual(96, map.Units.Distinct().Count());
        int first = map.Units.ToList().IndexOf(7), second = map.Units.ToList().IndexOf(150);
        Assert.AreEqual(1, Math.Abs(first - second));
        Assert.AreEqual(255, map.Values[first * 96 + second]);
        double cosine = Math.Abs((h.select(1, map.Units[0]) * h.select(1, map.Units[95])).sum().item<float>())
            / (h.select(1, map.Units[0]).norm() * h.select(1, map.Units[95]).norm()).item<float>();
        Assert.AreEqual(255 * cosine, map.Values[95], 0.51);
    }

    [NoTensorLeaks]
    public void What_does_not_fit_is_refused()
    {
        using var scope = NewDisposeScope();
        using CollapseProbe probe = Of(5);
        Assert.ThrowsExactly<InvalidOperationException>(() => probe.Report());
        Assert.ThrowsExactly<InvalidOperationException>(() => probe.Epoch(1, null, null));
        Assert.ThrowsExactly<ArgumentException>(() => probe.Add(new Observation { Activations = [], Outputs = zeros(3, 1) }));
        Assert.ThrowsExactly<ArgumentException>(() => probe.Add(new Observation { Activations = [ones(3, 4)], Outputs = zeros(3, 1) }));
        string message = Assert.ThrowsExactly<ArgumentException>(() => new CollapseProbe(
            [new ObservedLayer { Name = "wrong", Kind = "Linear", Width = 5, Incoming = ones(4, 3), Outgoing = ones(5, 3),
                Bias = ones(5, 1) }])).Message;
        foreach (string part in new[] { "3 violation(s)", "wrong: Incoming", "wrong: Bias", "wrong: Outgoing" })
            Assert.Contains(part, message);
    }

    private static CollapseProbe Of(int width) => new([new ObservedLayer { Name = "hidden", Kind = "Linear", Width = width }]);
}
