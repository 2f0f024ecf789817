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
            EngineChecks.GradientsAre(network, textbook, 2e-5, 2e-7);
            EngineChecks.AllComeOnce(network);
        },
        iter: 60, threads: 1);

    [TestMethod]
    public void Outputs_of_rows_in_their_order_are_those_of_double_precision() => s_case.Sample(
        one =>
        {
            using TestNetwork network = one.Network();
            using CpuRows rows = network.Rows(one.Rows, one.Loss, one.Weighted);
            using CpuNetwork engine = network.Create(64, threads: 2);
            var textbook = new DoubleNetwork(network, rows, one.Loss, Dropout.None);
            double loss = EngineChecks.LossOf(engine, rows, one.Loss, network.Sizes[^1]);
            Assert.AreEqual(textbook.Loss, loss, 1e-5 * (1 + Math.Abs(textbook.Loss)), "loss");
        },
        iter: 30, threads: 1);

    [TestMethod]
    public void A_run_over_rows_can_be_ended_before_each_block_and_begun_anew()
    {
        using TestNetwork network = new([5, 9, 2], CpuActivation.Relu, parametric: false, scales: false, 1);
        var loss = new CpuLoss(CpuLossKind.SquaredError);
        using CpuRows rows = network.Rows(500, loss, weighted: false);
        using CpuNetwork engine = network.Create(48, threads: 1);
        float[] whole = new float[1000], again = new float[1000];
        engine.RunRows(rows, whole);
        int blocks = 0;
        Assert.ThrowsExactly<OperationCanceledException>(() => engine.RunRows(rows, again, () =>
        {
            if (++blocks == 3)
                throw new OperationCanceledException();
        }));
        Assert.AreEqual(3, blocks);
        blocks = 0;
        engine.RunRows(rows, again, () => blocks++);
        CollectionAssert.AreEqual(whole, again);
        Assert.AreEqual((500 + 47) / 48, blocks);
    }

    /// <summary>Bits after steps of plain descent, for every width of registers and several numbers of threads.</summary>
    [TestMethod]
    public void Bits_depend_on_neither_registers_nor_threads_nor_the_batch_that_memory_is_for() => s_case.Sample(
        one =>
        {
            EngineChecks.BitsAreTheSame(
                one.Network, rate: 0.05f, one.Rows, network => network.Rows(one.Rows, one.Loss, one.Weighted), (engine, rows) =>
                {
                    for (int step = 0; step < 3; step++)
                        engine.Step(rows, 0, one.Rows, one.Loss, one.Dropout);
                });
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
        using TestNetwork network = new([9, 33, 70, 2], CpuActivation.Mish, parametric: true, scales: true, 5);
        EngineChecks.LimitShortens(network);
    }
}
