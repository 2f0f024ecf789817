using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.Torch.Tests.Diagnostics.Measures;

/// <summary>Distances to the mirrors, and the gap of the loss across them.</summary>
[TestClass]
public sealed class MirrorMeasuresTests
{
    [NoTensorLeaks]
    public void Distances_are_those_of_the_definition()
    {
        using var scope = NewDisposeScope();
        // Joined vectors (3, 4, 0, 0), (0, 0, 0, 1), (0, 0, 2, 1): norms 5, 1, √5.
        Tensor w = tensor(new[,] { { 3f, 4 }, { 0, 0 }, { 0, 0 } }), b = tensor(new[] { 0f, 0, 2 }), v = tensor(new[,] { { 0f, 1, 1 } });
        MirrorMeasures found = Layers.Measure(Layers.Normal(1, 9, 3), w, b, v).Mirrors!;
        double scale = Math.Sqrt((25 + 1 + 5) / 3.0);
        Assert.AreEqual(2 / Math.Sqrt(2) / scale, found.NearestExchange, 1e-12);
        CollectionAssert.AreEqual(new[] { 1, 2 }, found.NearestPair.ToArray());
        Assert.AreEqual(1 / scale, found.NearestZero, 1e-12);
        Assert.AreEqual(1, found.NearestUnit);
        Assert.AreEqual(2 / Math.Sqrt(2) / scale, found.MedianExchange, 1e-7);
        Assert.AreEqual(found.NearestZero, found.Nearest);
        Assert.IsNull(found.SymmetryGap);
    }

    [NoTensorLeaks]
    public void Imbalance_is_0_for_balanced_and_1_for_one_sided_layers()
    {
        using var scope = NewDisposeScope();
        Tensor w = Layers.Normal(2, 4, 6), h = Layers.Normal(1, 9, 4);
        Assert.AreEqual(0, Layers.Measure(h, w, outgoing: w.t()).Mirrors!.Imbalance!.Value, 1e-12);
        Assert.AreEqual(1, Layers.Measure(h, w, outgoing: zeros(3, 4)).Mirrors!.Imbalance!.Value, 1e-12);
        Assert.IsNull(Layers.Measure(h, w).Mirrors!.Imbalance);
        Assert.IsNull(Layers.Measure(h).Mirrors);
    }

    [NoTensorLeaks]
    public void Weight_ranks_are_those_of_a_full_decomposition()
    {
        using var scope = NewDisposeScope();
        foreach ((int units, int inputs) in new[] { (20, 30), (30, 20) })
        {
            double[,] w = Matrices.Activations(units, units, inputs);
            ReferenceRanks.AssertEqual(w, Layers.Measure(Layers.Normal(1, 5, units), tensor(w), ones(units)).Weights!);
        }
    }

    [NoTensorLeaks]
    [DataRow(0.0)]
    [DataRow(0.01)]
    [DataRow(0.1)]
    public void T5_the_gap_across_an_exchange_is_4_gamma_p_theta0(double gamma) => CheckGap(nn.ReLU(), width: 2, gamma, (phi, theta0) =>
    {
        double[] swapped = [.. new[] { 3, 4, 5, 0, 1, 2, 7, 6, 9, 8, 10 }.Select(i => phi[i])];
        return Along(phi.Zip(swapped, (a, b) => (a - b) / 2), theta0);
    });

    [NoTensorLeaks]
    [DataRow(0.0)]
    [DataRow(0.05)]
    public void T5_the_gap_across_a_change_of_sign_is_4_gamma_p_theta0(double gamma) =>
        CheckGap(nn.Tanh(), width: 1, gamma, (phi, theta0) =>
        Along([.. phi[..5], 0], theta0));

    [NoTensorLeaks]
    public void The_report_has_the_gap_where_a_loss_is_given()
    {
        using var scope = NewDisposeScope();
        using Sequential network = nn.Sequential(nn.Linear(3, 2), nn.ReLU(), nn.Linear(2, 1));
        Tensor x = Layers.Normal(1, 20, 3);
        double Loss()
        {
            using var inner = NewDisposeScope();
            return network.call(x).square().mean().item<float>() +
                network.get_parameter("0.weight")!.select(0, 0).square().sum().item<float>();
        }
        CollapseReport report = CollapseDiagnostics.Measure(network, x, options: new CollapseProbeOptions { Loss = Loss });
        Assert.IsGreaterThan(1e-4, report.Layers[0].Measured.Mirrors!.SymmetryGap!.Value,
            "only unit 0 is decayed, so the exchange is felt");
        Assert.IsNull(report.Layers[0].Baseline!.Mirrors!.SymmetryGap);
    }

    /// <summary>φ holds W, b, V, c of 3 → width → 1.</summary>
    private static void CheckGap(nn.Module<Tensor, Tensor> activation, int width, double gamma, Func<double[], double[], double> expected)
    {
        using var scope = NewDisposeScope();
        const int inputs = 3;
        using Sequential network = nn.Sequential(
            nn.Linear(inputs, width, dtype: ScalarType.Float64), activation, nn.Linear(width, 1, dtype: ScalarType.Float64));
        Tensor x = tensor(Matrices.Normal(1, 30, inputs)), y = tensor(Matrices.Normal(2, 30, 1));
        Tensor[] parameters = [.. network.parameters()];
        Tensor[] theta0 = [.. parameters.Select((p, i) => tensor(Matrices.Normal(i + 3, 1, (int)p.numel())).reshape(p.shape))];
        double Loss()
        {
            using var inner = NewDisposeScope();
            using var _ = no_grad();
            return ((network.call(x) - y).square().mean() + gamma * parameters.Zip(theta0, (p, t) => (p - t).square().sum())
                .Aggregate((a, b) => a + b))
                .item<double>();
        }
        double[] Flat(Tensor[] tensors) => [.. tensors.SelectMany(t => t.detach().reshape(-1).data<double>().ToArray())];
        double[] phi = Flat(parameters);
        using var observer = new ModuleObserver(network, x.narrow(0, 0, 4));
        double gap = CollapseDiagnostics.SymmetryGap(observer.Describe(), Loss).Single()!.Value;
        Assert.AreEqual(4 * gamma * expected(phi, Flat(theta0)), gap, 1e-11);
        CollectionAssert.AreEqual(phi, Flat(parameters), "every bit is restored");
    }

    private static double Along(IEnumerable<double> projection, double[] theta0)
    {
        double[] p = [.. projection];
        return Math.Abs(p.Zip(theta0, (a, b) => a * b).Sum()) / Math.Sqrt(p.Sum(a => a * a));
    }
}
