using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.Torch.Tests.Compacting;

/// <summary>Networks of every function, with units that can go put in by hand, and trained ones that have collapsed.</summary>
[TestClass]
public sealed class SequentialCompactionTests
{
    private const int Inputs = 5;
    private static readonly double[] s_low = [.. Enumerable.Repeat(-2.0, Inputs)], s_high = [.. Enumerable.Repeat(2.0, Inputs)];

    public static IEnumerable<object[]> Functions =>
        from activation in new[] { "relu", "selu", "gelu", "silu", "tanh", "sigmoid", "identity" }
        from seed in new[] { 1, 2, 3 }
        select new object[] { activation, seed };

    [NoTensorLeaks]
    [DynamicData(nameof(Functions))]
    public void Copies_and_constants_go_and_outputs_stay(string activation, int seed)
    {
        using var scope = NewDisposeScope();
        using Sequential network = Random(activation, seed);
        // Of 12 units four copies of the first, two constants; of 10 units three copies.
        Change(network, "0", weights => Copy(weights, from: 0, [3, 4, 7, 8]), biases => Copy(biases, 0, [3, 4, 7, 8]));
        Change(network, "0", weights => Shrink(weights, [9, 10], 0));
        Change(network, "3", weights => Copy(weights, from: 2, [5, 6, 9]), biases => Copy(biases, 2, [5, 6, 9]));
        using Sequential compacted = SequentialCompaction.Compact(network, s_low, s_high, out CompactedUnits units);
        Assert.AreEqual(new CompactedLayer("0", 12, 6, 2, 4, 0), units.Removed[0]);
        Assert.AreEqual(new CompactedLayer("3", 10, 7, 0, 3, 0), units.Removed[1]);
        Assert.IsLessThanOrEqualTo(1e-6, Difference(network, compacted, Rows(seed)));
        using Sequential again = SequentialCompaction.Compact(compacted, s_low, s_high, out CompactedUnits none);
        Assert.IsFalse(none.IsSmaller);
        Assert.AreEqual(0, Difference(compacted, again, Rows(seed)));
    }

    [NoTensorLeaks]
    [DynamicData(nameof(Functions))]
    public void Of_a_random_network_nothing_goes(string activation, int seed)
    {
        using var scope = NewDisposeScope();
        using Sequential network = Random(activation, seed);
        using Sequential compacted = SequentialCompaction.Compact(network, s_low, s_high, out CompactedUnits units);
        Assert.IsFalse(units.IsSmaller);
        Assert.AreEqual(0, units.Bound);
        Assert.AreEqual(0, Difference(network, compacted, Rows(seed)));
    }

    [NoTensorLeaks]
    [DynamicData(nameof(Functions))]
    public void No_input_within_bounds_moves_an_output_by_more_than_is_proved(string activation, int seed)
    {
        using var scope = NewDisposeScope();
        using Sequential network = Random(activation, seed);
        // Nearly copies, and nearly constant.
        Change(network, "0", weights => Copy(weights, 0, [3, 4]), biases => Copy(biases, 0, [3, 4]));
        Change(network, "0", weights => Shake(weights, seed, 1e-4f));
        Change(network, "0", weights => Shrink(weights, [9, 10], 1e-4f));
        using Sequential compacted = SequentialCompaction.Compact(network, s_low, s_high, out CompactedUnits units, tolerance: 0.05);
        Assert.IsLessThan(12, units.Layers[0].Width);
        Assert.IsLessThanOrEqualTo(0.05 + 12 * UnitCompaction.Rounding, units.Bound);
        double found = Difference(network, compacted, Rows(seed));
        Assert.IsGreaterThan(0, found);
        Assert.IsLessThanOrEqualTo(units.Bound + 1e-6, found);
    }

    [NoTensorLeaks]
    [DynamicData(nameof(Functions))]
    public void On_the_rows_given_outputs_move_by_no_more_than_the_tolerance(string activation, int seed)
    {
        using var scope = NewDisposeScope();
        using Sequential network = Random(activation, seed);
        Tensor rows = Rows(seed).mul(tensor(new float[] { 1, 1, 0, 0, 0 }));
        double before = 0;
        foreach (double tolerance in new[] { 0.001, 0.01, 0.1 })
        {
            using Sequential compacted = SequentialCompaction.Compact(network, rows, tolerance, out CompactedUnits units);
            Assert.IsLessThanOrEqualTo(tolerance, units.Bound);
            Assert.AreEqual(units.Bound, Difference(network, compacted, rows), 2e-6);
            int gone = units.Removed.Sum(layer => layer.UnitsBefore - layer.UnitsAfter);
            Assert.IsGreaterThanOrEqualTo(before, gone);
            before = gone;
        }
        Assert.IsGreaterThan(0, before);
    }

    [NoTensorLeaks]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void What_strong_plain_decay_makes_of_a_network_becomes_small(int seed)
    {
        using var scope = NewDisposeScope();
        using Sequential network = Random("relu", seed);
        Tensor rows = Rows(seed), labels = rows.narrow(1, 0, 2).clamp_min(HeldScalar.Zero);
        using (var optimizer = new SyreAdamW(
            network.named_parameters(), 0.01, options: new SyreOptions { Mode = DecayMode.Plain, WeightDecay = 1 }))
        {
            for (int step = 0; step < 1500; step++)
            {
                using var inner = NewDisposeScope();
                optimizer.zero_grad();
                nn.functional.mse_loss(network.forward(rows), labels).backward();
                optimizer.step();
            }
        }
        using Sequential compacted = SequentialCompaction.Compact(network, rows, 0.01, out CompactedUnits units);
        Assert.IsLessThan(8, units.Layers[0].Width, $"{units.Removed[0]}");
        Assert.IsLessThan(8, units.Layers[1].Width, $"{units.Removed[1]}");
        Assert.IsLessThanOrEqualTo(0.0101, Difference(network, compacted, rows));
    }

    [NoTensorLeaks]
    public void The_callers_random_numbers_and_network_stay()
    {
        using var scope = NewDisposeScope();
        using Sequential network = Random("relu", 1);
        network.train();
        float[] weights = Numbers.Of(network.parameters().First());
        random.manual_seed(5);
        using Tensor expected = rand(1);
        random.manual_seed(5);
        using Sequential compacted = SequentialCompaction.Compact(network, s_low, s_high, out _, tolerance: 10);
        using Tensor found = rand(1);
        Assert.AreEqual(expected.item<float>(), found.item<float>());
        Assert.AreSequenceEqual(weights, Numbers.Of(network.parameters().First()));
        Assert.IsTrue(network.training);
        Assert.IsFalse(compacted.training);
    }

    [TestMethod]
    public void Other_networks_are_refused_by_the_name_of_the_module()
    {
        using Sequential norm = nn.Sequential(("first", nn.Linear(2, 2)), ("norm", nn.LayerNorm(2)), ("last", nn.Linear(2, 1)));
        StringAssert.Contains(Refusal(norm), "'norm' is a LayerNorm");
        using Sequential twice = nn.Sequential(("first", nn.Linear(2, 2)), ("a", nn.ReLU()), ("b", nn.Tanh()), ("last", nn.Linear(2, 1)));
        StringAssert.Contains(Refusal(twice), "'b' is a Tanh");
        using Sequential open = nn.Sequential(("first", nn.Linear(2, 2)), ("a", nn.ReLU()));
        StringAssert.Contains(Refusal(open), "last module must be a Linear");

        static string Refusal(Sequential network) => Assert.ThrowsExactly<ArgumentException>(() =>
            SequentialCompaction.Compact(network, [0, 0], [1, 1], out _)).Message;
    }

    private static Sequential Random(string activation, int seed)
    {
        TorchNative.EnsureLoaded();
        random.manual_seed(seed);
        Sequential network = nn.Sequential(
            ("0", nn.Linear(Inputs, 12)), ("1", Function(activation)), ("2", nn.Dropout(0.5)), ("3", nn.Linear(12, 10)),
            ("4", Function(activation)), ("5", nn.Linear(10, 2)));
        network.eval();
        return network;
    }

    private static nn.Module<Tensor, Tensor> Function(string name) => name switch
    {
        "relu" => nn.ReLU(),
        "selu" => nn.SELU(),
        "gelu" => nn.GELU(),
        "silu" => nn.SiLU(),
        "tanh" => nn.Tanh(),
        "sigmoid" => nn.Sigmoid(),
        _ => nn.Identity(),
    };

    private static Tensor Rows(int seed)
    {
        random.manual_seed(seed + 100);
        return rand(500, Inputs).Sub(0.5).Mul(4);
    }

    private static double Difference(Sequential one, Sequential other, Tensor rows)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        return (one.forward(rows) - other.forward(rows)).abs().max().item<float>();
    }

    private static void Change(Sequential network, string name, Action<Tensor> weights, Action<Tensor>? biases = null)
    {
        using var _ = no_grad();
        var linear = (Linear)network.named_children().First(child => child.name == name).module;
        weights(linear.weight!);
        biases?.Invoke(linear.bias!);
    }

    private static void Copy(Tensor weights, int from, int[] to)
    {
        using var scope = NewDisposeScope();
        foreach (int unit in to)
            weights[unit].copy_(weights[from]);
    }

    private static void Shrink(Tensor weights, int[] units, float factor)
    {
        using var scope = NewDisposeScope();
        foreach (int unit in units)
            weights[unit].Mul_(factor);
    }

    private static void Shake(Tensor weights, int seed, float size)
    {
        using var scope = NewDisposeScope();
        var random = new Random(seed);
        float[] noise = [.. Enumerable.Range(0, (int)weights.numel()).Select(_ => size * (random.NextSingle() - 0.5f))];
        weights.Add_(tensor(noise).reshape(weights.shape));
    }
}
