using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.Torch.Tests.Diagnostics.Measures;

/// <summary>Planted units are found, and no others.</summary>
[TestClass]
public sealed class UnitMeasuresTests
{
    [NoTensorLeaks]
    public void Planted_units_are_found_by_what_they_do()
    {
        using var scope = NewDisposeScope();
        Tensor units = Layers.Normal(1, 500, 8).relu();
        units[TensorIndex.Colon, 1] = zeros(500);
        units[TensorIndex.Colon, 2] = tensor(Enumerable.Range(0, 500).Select(i => i < 2 ? 10f : 0).ToArray());
        units[TensorIndex.Colon, 3] = full(500, 0.7f);
        units[TensorIndex.Colon, 4] = units[TensorIndex.Colon, 4] * 1e-3;
        units[TensorIndex.Colon, 5] = units[TensorIndex.Colon, 0] * 3;
        UnitMeasures found = Layers.Measure(units).Units;
        CollectionAssert.AreEqual(new[] { 1 }, found.Dead.ToArray());
        CollectionAssert.AreEqual(new[] { 1, 2 }, found.RarelyActive.ToArray());
        CollectionAssert.AreEqual(new[] { 3, 4 }, found.Constant.ToArray());
        CollectionAssert.AreEqual(new[] { 1, 4 }, found.Dormant.ToArray());
        Layers.AssertGroups(found.Twins, [0, 5]);
        Assert.AreEqual(3 / 8.0, found.DeadShare);
        Assert.AreEqual(1 / 8.0, found.DuplicateShare);
    }

    [NoTensorLeaks]
    public void A_tanh_layer_stuck_at_its_biases_is_constant_and_not_dead()
    {
        using var scope = NewDisposeScope();
        using Sequential network = nn.Sequential(nn.Linear(4, 6), nn.Tanh(), nn.Linear(6, 1));
        using (no_grad())
            network.get_parameter("0.weight")!.mul_(0);
        UnitMeasures found = CollapseDiagnostics.Measure(network, Layers.Normal(2, 50, 4)).Layers[0].Measured.Units;
        Assert.IsEmpty(found.Dead);
        CollectionAssert.AreEqual(Enumerable.Range(0, 6).ToArray(), found.Constant.ToArray());
        Assert.IsEmpty(found.Twins, "constant units are left out");
    }

    [NoTensorLeaks]
    public void Units_alike_only_by_their_mean_are_no_twins()
    {
        using var scope = NewDisposeScope();
        Tensor units = Layers.Normal(3, 400, 3) + 50;
        Layers.AssertGroups(Layers.Measure(units).Units.Twins);
        Layers.AssertGroups(Layers.Measure(cat([units, -2 * units.narrow(1, 1, 1)], 1)).Units.Twins, [1, 3]);
    }

    [NoTensorLeaks]
    public void Rescaled_ReLU_copies_are_twins_and_not_duplicates()
    {
        using var scope = NewDisposeScope();
        using Sequential network = nn.Sequential(nn.Linear(6, 8), nn.ReLU(), nn.Linear(8, 3));
        using (no_grad())
        {
            Tensor w = network.get_parameter("0.weight")!, b = network.get_parameter("0.bias")!, v = network.get_parameter("2.weight")!;
            w.copy_(Layers.Normal(4, 8, 6));
            b.zero_();
            v.copy_(Layers.Normal(5, 3, 8));
            CopyUnit(w, b, v, from: 0, to: 1, factor: 1);
            CopyUnit(w, b, v, from: 2, to: 3, factor: 4);
        }
        LayerMeasures found = CollapseDiagnostics.Measure(network, Layers.Normal(6, 300, 6)).Layers[0].Measured;
        Layers.AssertGroups(found.Units.Duplicates, [0, 1]);
        Layers.AssertGroups(found.Units.Twins, [0, 1], [2, 3]);
        Assert.AreEqual(0, found.Mirrors!.NearestExchange);
        CollectionAssert.AreEqual(new[] { 0, 1 }, found.Mirrors.NearestPair.ToArray());
        Assert.IsGreaterThan(0.1, found.Mirrors.MedianExchange);
    }

    [NoTensorLeaks]
    public void Chains_of_pairs_are_one_group()
    {
        using var scope = NewDisposeScope();
        Tensor w = Layers.Normal(7, 6, 200);
        using (no_grad())
        {
            // Each 0.2 of its norm from the one before: neighbours are duplicates (0.04), ends are not.
            for (int unit = 1; unit < 4; unit++)
                w[unit] = w[unit - 1] + 0.2 * Layers.Normal(10 + unit, 1, 200)[0];
        }
        Layers.AssertGroups(Layers.Measure(Layers.Normal(8, 50, 6), w).Units.Duplicates, [0, 1, 2, 3]);
    }

    [NoTensorLeaks]
    public void Vanishing_units_are_small_against_the_largest_or_the_size_of_the_static_bias()
    {
        using var scope = NewDisposeScope();
        Tensor w = Layers.Normal(9, 5, 50), h = Layers.Normal(8, 40, 5);
        w[2] = w[2] * 0.01;
        CollectionAssert.AreEqual(new[] { 2 }, Layers.Measure(h, w).Units.Vanishing.ToArray());

        Tensor small = 0.01 * Layers.Normal(9, 5, 50);
        Assert.IsEmpty(Layers.Measure(h, small).Units.Vanishing);
        Assert.HasCount(5, Layers.Measure(h, small, staticBiasSize: 0.01).Units.Vanishing);
    }

    [NoTensorLeaks]
    public void A_large_bias_or_outgoing_weight_keeps_a_unit_from_vanishing()
    {
        using var scope = NewDisposeScope();
        Tensor w = zeros(3, 2), b = tensor(new[] { 1f, 0, 0 }), v = tensor(new[,] { { 0f, 1, 0 } });
        CollectionAssert.AreEqual(new[] { 2 }, Layers.Measure(Layers.Normal(1, 9, 3), w, b, v).Units.Vanishing.ToArray());
    }

    private static void CopyUnit(Tensor w, Tensor b, Tensor v, int from, int to, float factor)
    {
        w[to] = w[from] * factor;
        b[to] = b[from] * factor;
        v[TensorIndex.Colon, to] = v[TensorIndex.Colon, from] / factor;
    }
}
