using System.Diagnostics;
using Syre.Cpu;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Syre.Torch.Tests.Optimizers;

/// <summary>Embedding layers in training, and what is refused.</summary>
[TestClass]
public sealed class SparseEmbeddingTests
{
    private static readonly string[] s_bags = ["embedding", "bag"];

    public static IEnumerable<object[]> Layers =>
        from layer in s_bags from tensors in new[] { false, true } select new object[] { layer, tensors };

    public TestContext TestContext { get; set; } = null!;

    [NoTensorLeaks]
    [DynamicData(nameof(Layers))]
    public void Caught_up_before_each_forward_a_run_is_that_of_the_dense_layer(string kind, bool tensors)
    {
        using var scope = NewDisposeScope();
        float[][] found = [.. new[] { true, false }.Select(sparse =>
        {
            using Embedding embedding = Embedding(8, 3, padding_idx: 2, sparse: sparse);
            using EmbeddingBag bag = EmbeddingBag(8, 3, sparse: sparse, mode: EmbeddingBagMode.Sum);
            Parameter table = kind == "bag" ? bag.weight! : embedding.weight!;
            using (no_grad())
                table.copy_(arange(24).reshape(8, 3).sin());
            var options = new SyreOptions { WeightDecay = 0.9, Sigma0 = 0.5, UsesWholeTensors = tensors };
            using var optimizer = new SyreSgd([("table", table)], lr: 0.1, options: options);
            var random = new Random(5);
            Training.Run(optimizer, 20, () =>
            {
                Tensor batch = tensor(Enumerable.Range(0, 6).Select(_ => (long)random.Next(5)).ToArray()).reshape(2, 3);
                optimizer.CatchUp(table, batch);
                return ((kind == "bag" ? bag.call(batch) : embedding.call(batch)) - 0.3).pow(2).sum();
            });
            optimizer.CatchUp();
            return Numbers.Of(table);
        })];
        Numbers.AreClose(found[1], found[0], 2e-6);
        Assert.AreNotEqual(found[0][6], (float)Math.Sin(6), "a padding row is pulled too");
    }

    [NoTensorLeaks]
    public void A_row_never_read_lands_where_its_pulls_lead_and_twins_part_only_under_syre()
    {
        foreach (DecayMode mode in new[] { DecayMode.Plain, DecayMode.Syre })
        {
            using var table = new Table(3, 4);
            using (no_grad())
                table.Parameter.fill_(0.5f);
            using var optimizer = new SyreAdamW(
                table.Named, lr: 0.1, options: new SyreOptions { Mode = mode, WeightDecay = 0.5, Sigma0 = 0.5, Seed = 3 });
            table.SetSparse([2], [1, 1, 1, 1]);
            for (int i = 0; i < 50; i++)
                optimizer.step();
            optimizer.CatchUp();
            var theta0 = new float[12];
            if (mode == DecayMode.Syre)
                new ElementRandom(3, "table").FillNormal(theta0, 0, 0.5 / Math.Sqrt(4));
            float[] values = table.Values;
            for (int i = 0; i < 8; i++)
                Assert.AreEqual(theta0[i] + (0.5 - theta0[i]) * Math.Pow(0.95, 50), values[i], 1e-6);
            Assert.AreEqual(mode == DecayMode.Plain, values.AsSpan(0, 4).SequenceEqual(values.AsSpan(4, 4)));
        }
    }

    [NoTensorLeaks]
    [DynamicData(nameof(SparseTableTests.Arms), typeof(SparseTableTests))]
    public void Saved_in_mid_run_it_continues_bit_for_bit(DecayMode mode, bool adam, bool tensors)
    {
        using Table whole = new(9, 3), halves = new(9, 3);
        var options = new SyreOptions { Mode = mode, WeightDecay = 0.5, Sigma0 = 0.5, UsesWholeTensors = tensors };
        using SyreOptimizer left = SparseTableTests.Make(whole, options, adam);
        using var state = new MemoryStream();
        var random = new Random(6);
        void Step(SyreOptimizer right)
        {
            for (int i = 0; i < 7; i++)
            {
                (long[] rows, float[] values) = SparseTableTests.Draw(random, whole);
                whole.SetSparse(rows, values);
                halves.SetSparse(rows, values);
                left.step();
                right.step();
            }
        }
        using (SyreOptimizer first = SparseTableTests.Make(halves, options, adam))
        {
            Step(first);
            first.SaveState(state);
        }
        state.Position = 0;
        using SyreOptimizer second = SparseTableTests.Make(halves, options, adam);
        second.LoadState(state);
        Step(second);
        left.CatchUp();
        second.CatchUp();
        CollectionAssert.AreEqual(whole.Values, halves.Values);
        byte[] saved = state.ToArray();
        if (mode != DecayMode.None)
            Assert.ThrowsExactly<InvalidDataException>(() => second.LoadState(new MemoryStream(saved[..^1])));
    }

    [NoTensorLeaks]
    public void What_cannot_be_done_by_rows_is_refused_with_the_remedy()
    {
        using var table = new Table(4, 2);
        table.SetSparse([1], [1, 2]);
        var options = new SyreOptions { Coupled = true };
        using var coupled = new SyreAdamW(table.Named, options: options);
        StringAssert.Contains(Assert.ThrowsExactly<NotSupportedException>(() => coupled.step()).Message, "Coupled = false");
        coupled.WeightDecay = 0;
        coupled.step();

        using var alone = new SyreDecay(table.Named);
        StringAssert.Contains(Assert.ThrowsExactly<NotSupportedException>(() => alone.Step(0.1)).Message, "SyreAdamW");

        using var other = new Table(4, 2);
        using var optimizer = new SyreAdamW(table.Named);
        using Tensor rows = tensor(new long[] { 0, 4 });
        Assert.ThrowsExactly<ArgumentException>(() => optimizer.CatchUp(other.Parameter, rows));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => optimizer.CatchUp(table.Parameter, rows));
        using Tensor dense = ones(4, 2);
        using Tensor byElement = dense.to_sparse();
        table.Parameter.grad = byElement;
        StringAssert.Contains(Assert.ThrowsExactly<NotSupportedException>(() => optimizer.step()).Message, "'table', [4, 2]");
    }

    [NoTensorLeaks]
    public void Clipping_scales_dense_and_sparse_gradients_by_one_factor()
    {
        using var table = new Table(4, 2);
        using var dense = Numbers.Parameter(0, 0);
        using var optimizer = new SyreSgd([.. table.Named, ("dense", dense)], lr: 1, options: new SyreOptions { Mode = DecayMode.None });
        table.SetSparse([1, 3, 1], [1, 1, 2, 0, 1, 1]);
        Numbers.SetGradient(dense, 3, 2);
        Assert.AreEqual(5, optimizer.ClipGradientNorm(2.5), 1e-6);
        Assert.AreEqual(2.5, optimizer.ClipGradientNorm(2.5), 1e-6);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => optimizer.ClipGradientNorm(0));
        optimizer.step();
        CollectionAssert.AreEqual(new float[] { -1.5f, -1 }, Numbers.Of(dense));
        float[] before = table.Initial, after = table.Values;
        CollectionAssert.AreEqual(new[] { before[2] - 1, before[3] - 1, before[4], before[5], before[6] - 1, before[7] }, after[2..]);
        optimizer.zero_grad();
        using Tensor? left = dense.grad;
    }

    [NoTensorLeaks]
    [DataRow(DecayMode.Plain)]
    [DataRow(DecayMode.Syre)]
    public void A_step_never_walks_the_table(DecayMode mode)
    {
        double small = MicrosecondsOfAStep(10_000, mode), large = MicrosecondsOfAStep(1_000_000, mode);
        TestContext.WriteLine($"{mode}: 10 000 rows {small:F0} µs, 1 000 000 rows {large:F0} µs, ratio {large / small:F2}");
        // Rows of a large table are not in the cache, least of all on a busy machine; a step that walked the table would cost a hundred.
        Assert.IsLessThan(10, large / small);
    }

    /// <summary>The lower quartile over steps that read 256 random rows of 32, of SyreAdamW alone.</summary>
    private static double MicrosecondsOfAStep(int rows, DecayMode mode)
    {
        using Embedding embedding = Embedding(rows, 32, sparse: true);
        // θ0 of the whole table would take seconds to make; that of the rows, microseconds.
        StaticBiasStorage storage = mode == DecayMode.Syre ? StaticBiasStorage.Regenerated : StaticBiasStorage.Stored;
        using var optimizer = new SyreAdamW(
            embedding.named_parameters(), options: new SyreOptions { Mode = mode, StaticBiasStorage = storage });
        var random = new Random(1);
        var times = new List<double>();
        for (int i = 0; i < 300; i++)
        {
            using var scope = NewDisposeScope();
            embedding.call(tensor(Enumerable.Range(0, 256).Select(_ => random.NextInt64(rows)).ToArray())).sum().backward();
            long start = Stopwatch.GetTimestamp();
            optimizer.step();
            optimizer.zero_grad();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }
        times.Sort();
        return times[75];
    }
}
