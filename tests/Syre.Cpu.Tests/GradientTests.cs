using CsCheck;

namespace Syre.Cpu.Tests;

[TestClass]
public sealed unsafe class GradientTests
{
    private static readonly Gen<Case> s_case =
        from features in Gen.Int[1, 70]
        from hidden in Gen.Int[1, 100].Array[0, 3]
        from outputs in Gen.Int[1, 20]
        from rows in Gen.Int[1, 300]
        from activation in Gen.Enum<CpuActivation>()
        from kind in Gen.Enum<CpuLossKind>()
        from flags in Gen.Bool.Array[4]
        from seed in Gen.Int[0, 1000]
        select new Case(
            [features, .. hidden, outputs], rows, activation,
            new CpuLoss(kind) { Smoothing = kind <= CpuLossKind.BinaryCrossEntropy && flags[0] ? 0.1f : 0 },
            flags[1] ? Dropout.Of((uint)seed, 0.3) : Dropout.None, flags[2], flags[3], seed);

    private sealed record Case(
        int[] Sizes, int Rows, CpuActivation Activation, CpuLoss Loss, Dropout Dropout, bool Parametric, bool Weighted, int Seed)
    {
        public TestNetwork Network() => new(Sizes, Activation, Parametric, scales: Parametric, Seed);

        public override string ToString() => $"{string.Join('-', Sizes)}, {Rows} rows, {Activation}, {Loss}, {Dropout}, " +
            $"parametric {Parametric}, weighted {Weighted}, seed {Seed}";
    }

    [TestMethod]
    public void Loss_error_and_gradients_are_those_of_double_precision() => s_case.Sample(
        one =>
        {
            using TestNetwork network = one.Network();
            using CpuRows rows = network.Rows(one.Rows, one.Loss, one.Weighted);
            using CpuNetwork engine = network.Create(one.Rows, threads: 1 + one.Seed % 3);
            var textbook = new DoubleNetwork(network, rows, one.Loss, one.Dropout);
            double loss = engine.Step(rows, 0, one.Rows, one.Loss, one.Dropout);
            Assert.AreEqual(textbook.Loss, loss, 1e-5 * (1 + Math.Abs(textbook.Loss)), "loss");
            foreach ((string name, KeptGradient kept) in network.Gradients)
            {
                double[] expected = textbook.Gradients[name];
                double bound = 2e-5 * expected.Max(Math.Abs) + 2e-7;
                for (int i = 0; i < expected.Length; i++)
                    Assert.AreEqual(expected[i], kept.Values[i], bound, $"{name}[{i}]");
                Assert.IsTrue(kept.Steps == 1 && kept.Counts.All(count => count == 1), $"{name} comes once");
            }
        },
        iter: 60, threads: 1);

    [TestMethod]
    public void Evaluation_and_outputs_are_those_of_double_precision() => s_case.Sample(
        one =>
        {
            using TestNetwork network = one.Network();
            using CpuRows rows = network.Rows(one.Rows, one.Loss, one.Weighted);
            using CpuNetwork engine = network.Create(64, threads: 2);
            var textbook = new DoubleNetwork(network, rows, one.Loss, Dropout.None);
            (double loss, double error) = engine.Evaluate(rows, one.Loss);
            Assert.AreEqual(textbook.Loss, loss, 1e-5 * (1 + Math.Abs(textbook.Loss)), "loss");
            Assert.AreEqual(textbook.Error, error, 1e-5 * (1 + textbook.Error) + 1.0 / one.Rows, "error, of which a tie may be one");
        },
        iter: 30, threads: 1);

    /// <summary>Bits after steps of plain descent, for every width of registers and several numbers of threads.</summary>
    [TestMethod]
    public void Bits_depend_on_neither_registers_nor_threads_nor_the_batch_that_memory_is_for() => s_case.Sample(
        one =>
        {
            float[]? first = null;
            foreach (RegisterWidth width in Enum.GetValues<RegisterWidth>().Where(width => width <= CpuSupport.Widest))
            {
                foreach ((int threads, int batch) in new[] { (1, one.Rows), (1, 1 + one.Rows / 3), (2, one.Rows), (3, 1 + one.Rows / 2) })
                {
                    using TestNetwork network = one.Network();
                    using CpuRows rows = network.Rows(one.Rows, one.Loss, one.Weighted);
                    using CpuNetwork engine = network.Create(batch, threads, width);
                    foreach ((_, KeptGradient kept) in network.Gradients)
                        kept.Rate = 0.05f;
                    for (int step = 0; step < 3; step++)
                        engine.Step(rows, 0, one.Rows, one.Loss, one.Dropout);
                    var outputs = new float[one.Rows * one.Sizes[^1]];
                    engine.Run(new ReadOnlySpan<float>(rows.Features, one.Rows * one.Sizes[0]), outputs);
                    float[] all = [.. network.Parameters, .. outputs];
                    first ??= all;
                    CollectionAssert.AreEqual(first.Select(BitConverter.SingleToInt32Bits).ToArray(),
                        all.Select(BitConverter.SingleToInt32Bits).ToArray(), $"{width}, {threads} threads, memory for {batch}");
                }
            }
        },
        iter: 15, threads: 1);

    [TestMethod]
    public void A_row_by_itself_has_the_bits_that_it_has_among_others() => s_case.Sample(
        one =>
        {
            foreach (RegisterWidth width in Enum.GetValues<RegisterWidth>().Where(width => width <= CpuSupport.Widest))
            {
                using TestNetwork network = one.Network();
                using CpuRows rows = network.Rows(one.Rows, one.Loss, one.Weighted);
                using CpuNetwork engine = network.Create(one.Rows, threads: 1, width);
                int size = one.Sizes[0], outputs = one.Sizes[^1];
                var features = new ReadOnlySpan<float>(rows.Features, one.Rows * size);
                float[] together = new float[one.Rows * outputs], alone = new float[one.Rows * outputs];
                engine.Run(features, together);
                for (int row = 0; row < one.Rows; row++)
                    engine.Run(features.Slice(row * size, size), alone.AsSpan(row * outputs, outputs));
                CollectionAssert.AreEqual(together.Select(BitConverter.SingleToInt32Bits).ToArray(),
                    alone.Select(BitConverter.SingleToInt32Bits).ToArray(), $"{width}, {one.Rows} rows");
            }
        },
        iter: 30, threads: 1);

    [TestMethod]
    public void A_limit_shortens_the_whole_gradient()
    {
        var loss = new CpuLoss(CpuLossKind.SquaredError);
        using TestNetwork network = new([9, 33, 70, 2], CpuActivation.Mish, parametric: true, scales: true, 5);
        using CpuRows rows = network.Rows(50, loss, weighted: false);
        using CpuNetwork engine = network.Create(50, threads: 2);
        engine.Step(rows, 0, 50, loss, Dropout.None);
        double[] free = [.. network.Gradients.SelectMany(pair => pair.Kept.Values).Select(g => (double)g)];
        double norm = Math.Sqrt(free.Sum(g => g * g));
        foreach (double limit in new[] { norm / 3, norm * 3 })
        {
            engine.Step(rows, 0, 50, loss, Dropout.None, limit);
            double[] shortened = [.. network.Gradients.SelectMany(pair => pair.Kept.Values).Select(g => (double)g)];
            double factor = Math.Min(1, limit / norm);
            for (int i = 0; i < free.Length; i++)
                Assert.AreEqual(free[i] * factor, shortened[i], 1e-6 * norm, $"element {i}, limit {limit}");
        }
    }
}
