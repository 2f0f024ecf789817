using CsCheck;

namespace Syre.Cpu.Tests;

[TestClass]
public sealed class EmbeddingTests
{
    private static readonly Gen<Case> s_case =
        from embedded in Gen.Int[1, 70]
        from others in Gen.Int[0, 20]
        from hidden in Gen.Int[1, 100].Array[0, 2]
        from outputs in Gen.Int[1, 5]
        from rows in Gen.Int[1, 300]
        from flags in Gen.Bool.Array[4]
        from seed in Gen.Int[0, 1000]
        select new Case(
            [embedded + others, .. hidden, outputs], embedded, rows, new CpuLoss(CpuLossKind.SquaredError),
            flags[0] ? Dropout.Of((uint)seed, 0.3) : Dropout.None, flags[1], flags[2], flags[3], seed);

    private sealed record Case(
        int[] Sizes, int Embedded, int Rows, CpuLoss Loss, Dropout Dropout, bool Parametric, bool Scales, bool Weighted, int Seed)
    {
        public TestNetwork Network() => new(Sizes, CpuActivation.Mish, Parametric, Scales, Seed, embedded: Embedded);

        public override string ToString() => $"{string.Join('-', Sizes)}, {Embedded} embedded, {Rows} rows, {Dropout}, " +
            $"parametric {Parametric}, scales {Scales}, weighted {Weighted}, seed {Seed}";
    }

    [TestMethod]
    public void Loss_error_and_gradients_are_those_of_double_precision() => s_case.Sample(
        one =>
        {
            using TestNetwork network = one.Network();
            using CpuRows rows = network.Rows(one.Rows, one.Loss, one.Weighted);
            using CpuNetwork engine = network.Create(1 + one.Rows / (1 + one.Seed % 4), threads: 1 + one.Seed % 3);
            var textbook = new DoubleNetwork(network, rows, one.Loss, one.Dropout);
            if (one.Dropout == Dropout.None)
            {
                Assert.AreEqual(
                    textbook.Loss, EngineChecks.LossOf(engine, rows, one.Loss, network.Sizes[^1]), 1e-5 * (1 + textbook.Loss), "evaluated");
            }
            double loss = engine.Step(rows, 0, one.Rows, one.Loss, one.Dropout);
            Assert.AreEqual(textbook.Loss, loss, 1e-5 * (1 + Math.Abs(textbook.Loss)), "loss");
            EngineChecks.GradientsAre(network, textbook, 3e-5, 1e-9);
            EngineChecks.AllComeOnce(network);
            Assert.IsTrue(engine.IsIntact && network.IsIntact, "nothing is written beyond memory");
        },
        iter: 60, threads: 1);

    [TestMethod]
    public void Bits_depend_on_neither_registers_nor_threads_nor_the_batch_that_memory_is_for() => s_case.Sample(
        one =>
        {
            EngineChecks.BitsAreTheSame(
                one.Network, rate: 0.01f, one.Rows, network => network.Rows(one.Rows, one.Loss, one.Weighted),
                (engine, rows) => EngineChecks.TrainOnParts(engine, rows, one.Loss, one.Dropout));
        },
        iter: 15, threads: 1);

    [TestMethod]
    public void A_limit_shortens_the_whole_gradient()
    {
        using TestNetwork network = new([20, 33, 2], CpuActivation.Mish, parametric: true, scales: true, 5, embedded: 18);
        EngineChecks.LimitShortens(network);
    }

    [TestMethod]
    public void What_does_not_fit_is_refused()
    {
        using TestNetwork one = new([3, 2], CpuActivation.Relu, parametric: false, scales: false, 1, embedded: 2);
        using TestNetwork other = new([3, 2], CpuActivation.Relu, parametric: false, scales: false, 1);
        using TestNetwork sparse = new([9, 2], CpuActivation.Relu, parametric: false, scales: false, 1, isSparse: true);
        Assert.ThrowsExactly<ArgumentException>(() => new CpuNetworkParts(other.Layers) { Embedding = one.Embedding }.Create(), "3 inputs");
        Assert.ThrowsExactly<ArgumentException>(() => new CpuNetworkParts(sparse.Layers) { Embedding = one.Embedding }.Create(), "a table");
        CpuEmbedding e = one.Embedding!;
        Assert.ThrowsExactly<ArgumentException>(
            () => _ = new CpuEmbedding(2, 5, 3) { Frequency = e.Frequency, Phase = e.Phase, Map = e.Map, Bias = e.Phase },
            "another length");
        int[][] wrong = [[0], [0, 1, 2], [0, -1]];
        foreach (int[] places in wrong)
            Assert.ThrowsExactly<ArgumentException>(() => _ = Placed(places), "places");
        Assert.ThrowsExactly<ArgumentException>(
            () => new CpuNetworkParts(one.Layers) { Embedding = Placed([0, 3]) }.Create(), "the last of them 3");

        CpuEmbedding Placed(int[] places) =>
            new(2, 5, 3) { Places = places, Frequency = e.Frequency, Phase = e.Phase, Map = e.Map, Bias = e.Bias };
    }
}
