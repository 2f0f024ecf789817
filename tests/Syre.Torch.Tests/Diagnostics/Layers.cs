using static TorchSharp.torch;

namespace Syre.Torch.Tests.Diagnostics;

/// <summary>Layers and observations made by hand.</summary>
internal static class Layers
{
    /// <summary>A report of one layer from its activations, and weights if given; in the current dispose scope.</summary>
    public static LayerMeasures Measure(
        Tensor activations, Tensor? incoming = null, Tensor? bias = null, Tensor? outgoing = null, CollapseProbeOptions? options = null,
        double? staticBiasSize = null)
    {
        var layer = new ObservedLayer
        {
            Name = "hidden", Kind = "Linear", Width = (int)activations.shape[1], Incoming = incoming, Bias = bias, Outgoing = outgoing,
            StaticBiasSize = staticBiasSize,
        };
        using var probe = new CollapseProbe([layer], options);
        probe.Add(new Observation { Activations = [activations], Outputs = zeros(activations.shape[0], 1) });
        return probe.Report().Layers.Single().Measured;
    }

    public static Tensor Normal(int seed, int rows, int columns) => tensor(Matrices.Normal(seed, rows, columns)).to(ScalarType.Float32);

    public static void AssertGroups(IReadOnlyList<IReadOnlyList<int>> found, params int[][] expected) =>
        Assert.AreEqual(Text(expected), Text(found));

    private static string Text(IEnumerable<IEnumerable<int>> groups) =>
        string.Join(" ", groups.Select(group => $"[{string.Join(",", group)}]"));
}
