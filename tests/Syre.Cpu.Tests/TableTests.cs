using CsCheck;

namespace Syre.Cpu.Tests;

[TestClass]
public sealed class TableTests
{
    private static readonly Gen<Case> s_case =
        from features in Gen.OneOf(Gen.Const(1), Gen.Int[2, 100], Gen.Int[1000, 3000])
        from hidden in Gen.Int[1, 150].Array[0, 2]
        from outputs in Gen.Int[1, 20]
        from rows in Gen.Int[1, 300]
        from activation in Gen.Enum<CpuActivation>()
        from flags in Gen.Bool.Array[5]
        from seed in Gen.Int[0, 1000]
        select new Case(
            [features, .. hidden, outputs], rows, activation, new CpuLoss(CpuLossKind.CrossEntropy),
            flags[0] ? Dropout.Of((uint)seed, 0.3) : Dropout.None, flags[1], flags[2], flags[3], flags[4], seed);

    private sealed record Case(
        int[] Sizes, int Rows, CpuActivation Activation, CpuLoss Loss, Dropout Dropout, bool Parametric, bool Scales, bool HasDirect,
        bool Weighted, int Seed)
    {
        public TestNetwork Network() => new(Sizes, Activation, Parametric, Scales, Seed, isSparse: true, HasDirect);

        public override string ToString() => $"{string.Join('-', Sizes)}, {Rows} rows, {Activation}, {Dropout}, parametric {Parametric}, " +
            $"scales {Scales}, direct {HasDirect}, weighted {Weighted}, seed {Seed}";
    }

    [TestMethod]
    public void Loss_error_and_gradients_are_those_of_double_precision() => s_case.Sample(
        one =>
        {
            using TestNetwork network = one.Network();
            using CpuRows rows = network.Rows(one.Rows, one.Loss, one.Weighted);
            using CpuNetwork engine = network.Create(1 + one.Rows / (1 + one.Seed % 4), threads: 1 + one.Seed % 3);
            var textbook = new DoubleNetwork(network, rows, one.Loss, one.Dropout);
            for (int step = 1; step < 3; step++)
            {
                double loss = engine.Step(rows, 0, one.Rows, one.Loss, one.Dropout);
                Assert.AreEqual(textbook.Loss, loss, 1e-5 * (1 + Math.Abs(textbook.Loss)), "loss");
                EngineChecks.GradientsAre(network, textbook, 2e-5, 2e-7);
                foreach ((string name, KeptGradient kept) in network.Gradients)
                {
                    Assert.AreEqual(step, kept.Steps, $"{name} begins once a step");
                    CheckCame(name, kept, rows);
                }
            }
            double evaluated = EngineChecks.LossOf(engine, rows, one.Loss, network.Sizes[^1]);
            if (one.Dropout == Dropout.None)
                Assert.AreEqual(textbook.Loss, evaluated, 1e-5 * (1 + Math.Abs(textbook.Loss)), "evaluated");
            Assert.IsTrue(engine.IsIntact && network.IsIntact, "nothing is written beyond memory");
        },
        iter: 60, threads: 1);

    private static void CheckCame(string name, KeptGradient kept, CpuRows rows)
    {
        if (kept is not KeptRows table)
        {
            Assert.IsTrue(kept.Counts.All(count => count == 1), $"{name} comes once");
            return;
        }
        long[] read = [.. TestEntries.Of(rows).Features.Distinct().Order()];
        CollectionAssert.AreEqual(read, table.CaughtUp, $"{name}: rows caught up");
        CollectionAssert.AreEqual(read, table.Begun, $"{name}: rows begun");
        CollectionAssert.AreEqual(read, table.Came.Order().ToArray(), $"{name}: rows that come, each once");
    }

    /// <summary>Bits after steps of plain descent on parts of the rows, for every width of registers and numbers of threads.</summary>
    [TestMethod]
    public void Bits_depend_on_neither_registers_nor_threads_nor_the_batch_that_memory_is_for() => s_case.Sample(
        one =>
        {
            EngineChecks.BitsAreTheSame(
                one.Network, rate: 0.05f, one.Rows, network => network.Rows(one.Rows, one.Loss, one.Weighted),
                (engine, rows) => EngineChecks.TrainOnParts(engine, rows, one.Loss, one.Dropout));
        },
        iter: 20, threads: 1);

    [TestMethod]
    public void A_limit_shortens_the_whole_gradient()
    {
        using TestNetwork network = new(
            [500, 33, 2], CpuActivation.Mish, parametric: true, scales: true, 5, isSparse: true, hasDirect: true);
        EngineChecks.LimitShortens(network);
    }

    [TestMethod]
    public void Rows_without_any_entry_give_what_the_biases_do_and_read_no_row()
    {
        using TestNetwork network = new(
            [7, 5, 2], CpuActivation.Tanh, parametric: false, scales: false, 1, isSparse: true, hasDirect: true);
        using CpuRows rows = CpuRows.Sparse(new SparseRows([0, 0, 0], [], []), 7, [1, 0]);
        using CpuNetwork engine = network.Create(2);
        var loss = new CpuLoss(CpuLossKind.CrossEntropy);
        var textbook = new DoubleNetwork(network, rows, loss, Dropout.None);
        Assert.AreEqual(textbook.Loss, engine.Step(rows, 0, 2, loss, Dropout.None), 1e-6);
        var table = (KeptRows)network.Layers[0].Weight.Sink!;
        Assert.IsTrue(table.Steps == 1 && table.Begun.Count == 0 && table.Came.Count == 0, "a step of no rows is a step");
    }

    [TestMethod]
    public void What_does_not_fit_is_refused()
    {
        Assert.ThrowsExactly<ArgumentException>(() => CpuRows.Sparse(new SparseRows([0, 1], [3], [1]), 3), "feature 3 of 3");
        Assert.ThrowsExactly<ArgumentException>(() => _ = new SparseRows([0, 2, 1], [0], [1]), "starts that descend");
        Assert.ThrowsExactly<ArgumentException>(() => _ = new SparseRows([0, 1], [0], []), "too few values");
        using TestNetwork sparse = new([3, 2], CpuActivation.Relu, parametric: false, scales: false, 1, isSparse: true);
        using TestNetwork dense = new([3, 2], CpuActivation.Relu, parametric: false, scales: false, 1);
        using CpuNetwork engine = sparse.Create(1), other = dense.Create(1);
        var loss = new CpuLoss(CpuLossKind.CrossEntropy);
        using CpuRows listed = sparse.Rows(1, loss, weighted: false), full = dense.Rows(1, loss, weighted: false);
        Assert.ThrowsExactly<ArgumentException>(() => engine.Step(full, 0, 1, loss, Dropout.None), "all features for a table");
        Assert.ThrowsExactly<ArgumentException>(() => other.Step(listed, 0, 1, loss, Dropout.None), "entries for a matrix");
        Assert.ThrowsExactly<ArgumentException>(() => engine.Run([1, 2, 3], new float[2]), "all features for a table");
        Assert.ThrowsExactly<ArgumentException>(
            () => other.RunSparse(new SparseRows([0, 0], [], []), new float[2]), "entries for a matrix");
        CpuLayer layer = dense.Layers[0];
        Assert.ThrowsExactly<ArgumentException>(
            () => _ = new CpuLayer(3, 2, 1, layer.Weight, layer.Bias) { IsTable = true }, "a sink of no rows");
        Assert.ThrowsExactly<ArgumentException>(
            () => new CpuNetworkParts(dense.Layers) { Direct = sparse.Layers[0] }.Create(), "a direct table beside a matrix");
    }
}
