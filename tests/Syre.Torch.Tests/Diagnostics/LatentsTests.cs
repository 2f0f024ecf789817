using static TorchSharp.torch;

namespace Syre.Torch.Tests.Diagnostics;

/// <summary>Active units and divergence of latents built to have known ones.</summary>
[TestClass]
public sealed class LatentsTests
{
    [NoTensorLeaks]
    public void Collapsed_latents_are_inactive_and_say_nothing()
    {
        using var scope = NewDisposeScope();
        // An active latent, a collapsed one, and one whose mean stands still away from 0 with a variance of e².
        Tensor mean =
            tensor(new[,] { { 1f, 0, 2 }, { -1, 0, 2 }, { 1, 0, 2 }, { -1, 0, 2 } }), log = tensor(new[,] { { 0f, 0, 2 } }).expand(4, 3);
        LatentReport found = CollapseDiagnostics.Latents(mean, log);
        CollectionAssert.AreEqual(new[] { (float)(4 / 3.0), 0, 0 }, found.MeanVariance.ToArray());
        Assert.AreEqual(1, found.ActiveUnits);
        double[] expected = [0.5, 0, (4 + Math.Exp(2) - 1 - 2) / 2];
        for (int i = 0; i < 3; i++)
            Assert.AreEqual(expected[i], found.KullbackLeibler[i], 1e-6);
        Assert.AreEqual(0.01, found.Threshold);
    }

    [NoTensorLeaks]
    public void Latents_that_do_not_fit_are_refused()
    {
        using var scope = NewDisposeScope();
        Assert.ThrowsExactly<ArgumentException>(() => CollapseDiagnostics.Latents(ones(1, 2), ones(1, 2)));
        Assert.ThrowsExactly<ArgumentException>(() => CollapseDiagnostics.Latents(ones(4, 2), ones(4, 3)));
        Assert.ThrowsExactly<InvalidOperationException>(
            () => CollapseDiagnostics.Latents(ones(4, 2), full([4, 2], float.PositiveInfinity)));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => CollapseDiagnostics.Latents(ones(4, 2), ones(4, 2), -1));
    }
}
