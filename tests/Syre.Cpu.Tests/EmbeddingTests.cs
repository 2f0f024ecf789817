using CsCheck;

namespace Syre.Cpu.Tests;

[TestClass]
public sealed unsafe class EmbeddingTests
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
                Assert.AreEqual(textbook.Loss, engine.Evaluate(rows, one.Loss).Loss, 1e-5 * (1 + textbook.Loss), "evaluated");
            double loss = engine.Step(rows, 0, one.Rows, one.Loss, one.Dropout);
            Assert.AreEqual(textbook.Loss, loss, 1e-5 * (1 + Math.Abs(textbook.Loss)), "loss");
            foreach ((string name, KeptGradient kept) in network.Gradients)
            {
                double[] expected = textbook.Gradients[name];
                double bound = 3e-5 * expected.Max(Math.Abs) + 1e-9;
                for (int i = 0; i < expected.Length; i++)
                    Assert.AreEqual(expected[i], kept.Values[i], bound, $"{name}[{i}]");
                Assert.IsTrue(kept.Steps == 1 && kept.Counts.All(count => count == 1), $"{name} comes once");
            }
            Assert.IsTrue(engine.IsIntact && network.IsIntact, "nothing is written beyond memory");
        },
        iter: 60, threads: 1);

    [TestMethod]
    public void Bits_depend_on_neither_registers_nor_threads_nor_the_batch_that_memory_is_for() => s_case.Sample(
        one =>
        {
            int[]? first = null;
            foreach (RegisterWidth width in Enum.GetValues<RegisterWidth>().Where(width => width <= CpuSupport.Widest))
            {
                foreach ((int threads, int batch) in new[] { (1, one.Rows), (1, 1 + one.Rows / 3), (2, one.Rows), (3, 1 + one.Rows / 2) })
                {
                    using TestNetwork network = one.Network();
                    using CpuRows rows = network.Rows(one.Rows, one.Loss, one.Weighted);
                    using CpuNetwork engine = network.Create(batch, threads, width);
                    foreach ((_, KeptGradient kept) in network.Gradients)
                        kept.Rate = 0.01f;
                    for (int step = 0; step < 4; step++)
                        engine.Step(rows, 0, step % 2 == 0 ? 1 + one.Rows / 2 : one.Rows, one.Loss, one.Dropout, step == 3 ? 0.1 : null);
                    var outputs = new float[one.Rows * one.Sizes[^1]];
                    engine.Run(new ReadOnlySpan<float>(rows.Features, one.Rows * one.Sizes[0]), outputs);
                    int[] all = [.. network.Parameters.Concat(outputs).Select(BitConverter.SingleToInt32Bits)];
                    CollectionAssert.AreEqual(first ??= all, all, $"{width}, {threads} threads, memory for {batch}");
                    Assert.IsTrue(engine.IsIntact && network.IsIntact, "nothing is written beyond memory");
                }
            }
        },
        iter: 15, threads: 1);

    [TestMethod]
    public void A_limit_shortens_the_whole_gradient()
    {
        var loss = new CpuLoss(CpuLossKind.SquaredError);
        using TestNetwork network = new([20, 33, 2], CpuActivation.Mish, parametric: true, scales: true, 5, embedded: 18);
        using CpuRows rows = network.Rows(50, loss, weighted: false);
        using CpuNetwork engine = network.Create(50, threads: 2);
        double[] Gradient() => [.. network.Gradients.SelectMany(pair => pair.Kept.Values).Select(g => (double)g)];
        engine.Step(rows, 0, 50, loss, Dropout.None);
        double[] free = Gradient();
        double norm = Math.Sqrt(free.Sum(g => g * g));
        engine.Step(rows, 0, 50, loss, Dropout.None, norm / 3);
        double[] shortened = Gradient();
        for (int i = 0; i < free.Length; i++)
            Assert.AreEqual(free[i] / 3, shortened[i], 1e-6 * norm, $"element {i}");
        Assert.IsTrue(engine.IsIntact, "nothing is written beyond memory");
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
    }
}
