namespace Syre.Torch.Tests.Compacting;

/// <summary>Small layers by hand, of which it is known which units can go.</summary>
[TestClass]
public sealed class UnitCompactionTests
{
    private static readonly double[] s_low = [-1, -1], s_high = [1, 1];

    [TestMethod]
    public void A_unit_without_incoming_weights_goes_into_the_next_biases()
    {
        CompactedUnits compacted = Prove(UnitActivation.Selu, [[1, 2], [0, 0]], [0.5f, 1], [[3, 4]]);
        Assert.AreEqual(new CompactedLayer("hidden", 2, 1, Constant: 1, Copies: 0, Unread: 0), compacted.Removed[0]);
        Assert.AreSequenceEqual(new float[] { 3 }, compacted.Layers[1].Weights[0]);
        Assert.AreEqual(4 * 1.0507009873554805, compacted.Layers[1].Biases[0], 1e-6);
        Assert.AreEqual(0, compacted.Layers[0].Sources[1].Factor);
        Assert.AreEqual(1.0507009873554805, compacted.Layers[0].Sources[1].Offset, 1e-6);
    }

    [TestMethod]
    [DataRow(-2.5f, true)]
    [DataRow(-2.9f, true)]
    [DataRow(-1.9f, false)]
    public void A_rectified_unit_that_no_input_within_bounds_wakes_is_dead(float bias, bool isDead)
    {
        CompactedUnits compacted = Prove(UnitActivation.Relu, [[1, 2], [1, -1.5f]], [0, bias], [[3, 4]]);
        Assert.AreEqual(isDead ? 1 : 2, compacted.Layers[0].Width);
        Assert.AreEqual(0, compacted.Bound);
    }

    [TestMethod]
    public void Copies_give_their_outgoing_weights_to_the_first_of_them()
    {
        CompactedUnits compacted = Prove(
            UnitActivation.Gelu, [[1, 2], [0.5f, 0.25f], [1, 2], [1, 2]], [1, 2, 1, 1], [[1, 2, 4, 8], [1, 1, -1, 0]]);
        Assert.AreEqual(new CompactedLayer("hidden", 4, 2, Constant: 0, Copies: 2, Unread: 0), compacted.Removed[0]);
        Assert.AreSequenceEqual(new float[] { 13, 2 }, compacted.Layers[1].Weights[0]);
        Assert.AreSequenceEqual(new float[] { 0, 1 }, compacted.Layers[1].Weights[1]);
        Assert.AreSequenceEqual(
            [new UnitSource(0, 1, 0), new UnitSource(1, 1, 0), new UnitSource(0, 1, 0), new UnitSource(0, 1, 0)],
            compacted.Layers[0].Sources);
        Assert.AreEqual(0, compacted.Bound);
    }

    [TestMethod]
    [DataRow(UnitActivation.Relu, true)]
    [DataRow(UnitActivation.Identity, true)]
    [DataRow(UnitActivation.Selu, false)]
    [DataRow(UnitActivation.Tanh, false)]
    [DataRow(UnitActivation.Mish, false)]
    public void A_positive_multiple_follows_from_the_other_unit_where_the_function_is_homogeneous(UnitActivation activation, bool follows)
    {
        CompactedUnits compacted = Prove(activation, [[1, 2], [2, 4]], [0.5f, 1], [[1, 10]]);
        Assert.AreEqual(follows ? 1 : 2, compacted.Layers[0].Width);
        if (follows)
            Assert.AreEqual(21, compacted.Layers[1].Weights[0][0]);
    }

    [TestMethod]
    [DataRow(UnitActivation.Tanh, true)]
    [DataRow(UnitActivation.Identity, true)]
    [DataRow(UnitActivation.Relu, false)]
    [DataRow(UnitActivation.Sigmoid, false)]
    public void A_negative_follows_from_the_other_unit_where_the_function_is_odd(UnitActivation activation, bool follows)
    {
        CompactedUnits compacted = Prove(activation, [[1, 2], [-1, -2]], [0.5f, -0.5f], [[1, 10]]);
        Assert.AreEqual(follows ? 1 : 2, compacted.Layers[0].Width);
        if (follows)
            Assert.AreEqual(-9, compacted.Layers[1].Weights[0][0]);
    }

    [TestMethod]
    public void Copies_of_other_shares_of_the_function_are_none()
    {
        UnitLayer hidden = Hidden(UnitActivation.Relu, [[1, 2], [1, 2], [1, 2]], [0, 0, 0]) with { Shares = [0.5f, 0.75f, 0.5f] };
        CompactedUnits compacted = UnitCompaction.Prove([hidden, Output([[1, 1, 1]])], s_low, s_high);
        Assert.AreEqual(2, compacted.Layers[0].Width);
        Assert.AreSequenceEqual(new float[] { 0.5f, 0.75f }, compacted.Layers[0].Shares!);
    }

    [TestMethod]
    public void A_unit_that_nobody_reads_goes_and_so_do_those_that_only_it_reads()
    {
        UnitLayer[] layers =
        [
            Hidden(UnitActivation.Tanh, [[1, 2], [3, 1]], [0, 0]),
            Hidden(UnitActivation.Tanh, [[1, 0], [0, 1]], [0, 0]),
            Output([[5, 0]]),
        ];
        CompactedUnits compacted = UnitCompaction.Prove(layers, s_low, s_high);
        Assert.AreSequenceEqual([1, 1], compacted.Removed.Select(layer => layer.Unread));
        Assert.AreSequenceEqual(new float[] { 1, 2 }, compacted.Layers[0].Weights[0]);
    }

    [TestMethod]
    public void One_unit_stays_of_a_layer_of_which_none_is_needed()
    {
        CompactedUnits compacted = Prove(UnitActivation.Relu, [[0, 0], [0, 0], [0, 0]], [1, 2, 3], [[1, 1, 1]]);
        Assert.AreEqual(1, compacted.Layers[0].Width);
        Assert.AreEqual(5, compacted.Layers[1].Biases[0]);
        Assert.AreSequenceEqual(new float[] { 1 }, compacted.Layers[1].Weights[0]);
    }

    [TestMethod]
    public void Gain_and_scale_count_as_the_network_counts_them()
    {
        UnitLayer hidden = Hidden(UnitActivation.Relu, [[1, 4], [1, 2]], [0, -2]) with { Gain = 0.5, Scale = [1, 0.5f] };
        UnitLayer output = Output([[1, 6]]) with { Gain = 0.25 };
        Assert.AreEqual(1, UnitCompaction.Prove([hidden, output], s_low, s_high).Layers[0].Width);
        UnitLayer constant = Hidden(UnitActivation.Relu, [[1, 4], [1, 0]], [0, 2]) with { Scale = [0, 0.5f] };
        Assert.AreEqual(3, UnitCompaction.Prove([constant, output], s_low, s_high).Layers[1].Biases[0]);
    }

    [TestMethod]
    public void What_is_nearly_a_copy_stays_unless_the_tolerance_allows_it()
    {
        UnitLayer[] layers = [Hidden(UnitActivation.Tanh, [[1, 2], [1, 2.001f]], [0, 0]), Output([[1, 2]])];
        Assert.AreEqual(2, UnitCompaction.Prove(layers, s_low, s_high).Layers[0].Width);
        Assert.AreEqual(2, UnitCompaction.Prove(layers, s_low, s_high, tolerance: 0.0009).Layers[0].Width);
        CompactedUnits compacted = UnitCompaction.Prove(layers, s_low, s_high, tolerance: 0.0011);
        Assert.AreEqual(1, compacted.Layers[0].Width);
        Assert.AreEqual(0.001, compacted.Bound, 1e-5);
    }

    [TestMethod]
    public void What_cannot_be_is_refused()
    {
        UnitLayer[] layers = [Hidden(UnitActivation.Tanh, [[1, 2]], [0]), Output([[1, 2]])];
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => UnitCompaction.Prove(layers, s_low, s_high)).Message, "'output'");
        Assert.ThrowsExactly<ArgumentException>(() => UnitCompaction.Prove([layers[0]], s_high, s_low));
        Assert.ThrowsExactly<ArgumentException>(() => UnitCompaction.Prove([layers[0]], [0], [1]));
        Assert.ThrowsExactly<ArgumentException>(() => UnitCompaction.Prove([], [], []));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => UnitCompaction.Prove([layers[0]], s_low, s_high, double.NaN));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => UnitCompaction.Prove([layers[0]], s_low, s_high, -1));
    }

    [TestMethod]
    public void It_ends_when_it_is_cancelled()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        UnitLayer[] layers = [Hidden(UnitActivation.Tanh, [[1, 2], [1, 2]], [0, 0]), Output([[1, 2]])];
        Assert.ThrowsExactly<OperationCanceledException>(() => UnitCompaction.Prove(layers, s_low, s_high, 0, stop.Token));
    }

    private static CompactedUnits Prove(UnitActivation activation, float[][] weights, float[] biases, float[][] outgoing) =>
        UnitCompaction.Prove([Hidden(activation, weights, biases), Output(outgoing)], s_low, s_high);

    private static UnitLayer Hidden(UnitActivation activation, float[][] weights, float[] biases) =>
        new() { Name = "hidden", Weights = weights, Biases = biases, Activation = activation };

    private static UnitLayer Output(float[][] weights) =>
        new() { Name = "output", Weights = weights, Biases = new float[weights.Length] };
}
