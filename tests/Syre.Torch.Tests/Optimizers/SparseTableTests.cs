using CsCheck;

namespace Syre.Torch.Tests.Optimizers;

/// <summary>Tables with sparse gradients, against the dense form.</summary>
[TestClass]
public sealed class SparseTableTests
{
    public static IEnumerable<object[]> Arms =>
        from mode in Enum.GetValues<DecayMode>()
        from adam in new[] { false, true }
        from tensors in new[] { false, true }
        select new object[] { mode, adam, tensors };

    [NoTensorLeaks]
    [DynamicData(nameof(Arms))]
    public void Any_batches_under_any_schedule_give_the_dense_form(DecayMode mode, bool adam, bool tensors) =>
        Gen.Select(Gen.Int[1, 12], Gen.Int[1, 9], Gen.Int[1, 30], Gen.Int[0, 1000]).Sample((rows, width, steps, seed) =>
        {
            using var table = new Table(rows, width, seed);
            var options = new SyreOptions { Mode = mode, Sigma0 = 0.5, Seed = seed, UsesWholeTensors = tensors };
            var reference = new DenseReference(table, options, adam);
            using SyreOptimizer optimizer = Make(table, options, adam);
            var random = new Random(seed);
            for (int i = 0; i < steps; i++)
            {
                (long[] batch, float[] values) = Draw(random, table);
                (optimizer.LearningRate, optimizer.WeightDecay) =
                    (random.NextDouble() * 0.1, random.Next(4) == 0 ? 0 : random.NextDouble());
                table.SetSparse(batch, values);
                optimizer.step();
                reference.Step(optimizer.LearningRate, optimizer.WeightDecay, batch, table.Dense(batch, values));
            }
            optimizer.CatchUp();
            float[] expected = reference.Values, found = table.Values;
            for (int i = 0; i < expected.Length; i++)
                Assert.AreEqual(expected[i], found[i], 5e-6 * (1 + Math.Abs(expected[i])), $"element {i}");
        }, iter: 25, threads: 1);

    [NoTensorLeaks]
    [DynamicData(nameof(Arms))]
    public void With_every_row_in_the_batch_it_is_the_dense_form_bit_for_bit(DecayMode mode, bool adam, bool tensors)
    {
        using Table sparse = new(6, 5), dense = new(6, 5);
        var options = new SyreOptions { Mode = mode, WeightDecay = 0.3, Sigma0 = 0.5, UsesWholeTensors = tensors };
        using SyreOptimizer left = Make(sparse, options, adam), right = Make(dense, options, adam);
        var random = new Random(3);
        for (int i = 0; i < 5; i++)
        {
            float[] values = [.. Enumerable.Range(0, 30).Select(_ => random.NextSingle() - 0.5f)];
            sparse.SetSparse([3, 1, 5, 0, 4, 2], values);
            dense.SetDense([3, 1, 5, 0, 4, 2], values);
            left.step();
            right.step();
        }
        CollectionAssert.AreEqual(dense.Values, sparse.Values);
    }

    [NoTensorLeaks]
    [DataRow(1, DecayMode.Syre, false)]
    [DataRow(10, DecayMode.Plain, false)]
    [DataRow(1000, DecayMode.SyreAdvanced, false)]
    [DataRow(100_000, DecayMode.Plain, false)]
    [DataRow(100_000, DecayMode.Syre, false)]
    [DataRow(100_000, DecayMode.SyreAdvanced, false)]
    [DataRow(10_000, DecayMode.Syre, true)]
    [DataRow(10_000, DecayMode.SyreAdvanced, true)]
    public void Many_missed_pulls_are_as_many_single_ones(int steps, DecayMode mode, bool tensors)
    {
        using var table = new Table(3, 40);
        var options = new SyreOptions { Mode = mode, Sigma0 = 0.5, UsesWholeTensors = tensors };
        options = mode == DecayMode.SyreAdvanced ? options with { Anisotropy = 0.2 } : options;
        var reference = new DenseReference(table, options, adam: true);
        using SyreOptimizer optimizer = Make(table, options, adam: true);
        table.SetSparse([], []);
        for (int i = 0; i < steps; i++)
        {
            (optimizer.LearningRate, optimizer.WeightDecay) = (1e-3 * (1 + i % 7), 300.0 / steps * (1 + i % 3));
            optimizer.step();
            reference.Step(optimizer.LearningRate, optimizer.WeightDecay, [], []);
        }
        CollectionAssert.AreEqual(table.Initial, table.Values, "nothing is touched before it is asked for");
        optimizer.CatchUp();
        float[] expected = reference.Values, found = table.Values;
        for (int i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], found[i], 1e-6 * Math.Max(Math.Abs(expected[i]), Math.Abs(table.Initial[i])), $"element {i}");
    }

    [NoTensorLeaks]
    [DataRow(DecayMode.Syre, 1.0, false)]
    [DataRow(DecayMode.Plain, 1.5, true)]
    [DataRow(DecayMode.SyreAdvanced, 0.9, false)]
    [DataRow(DecayMode.SyreAdvanced, 0.9, true)]
    public void A_pull_too_strong_to_owe_reaches_every_row_at_once(DecayMode mode, double strength, bool tensors)
    {
        using Table sparse = new(5, 3), dense = new(5, 3);
        var options = new SyreOptions { Mode = mode, WeightDecay = strength, Sigma0 = 0.5, UsesWholeTensors = tensors };
        options = mode == DecayMode.SyreAdvanced ? options with { Anisotropy = 0.5 } : options;
        using SyreOptimizer left = Make(sparse, options, adam: false), right = Make(dense, options, adam: false);
        left.LearningRate = right.LearningRate = 1;
        sparse.SetSparse([2], [1, 2, 3]);
        dense.SetDense([2], [1, 2, 3]);
        left.step();
        right.step();
        CollectionAssert.AreEqual(dense.Values, sparse.Values);
    }

    [NoTensorLeaks]
    [DataRow(DecayMode.Syre)]
    [DataRow(DecayMode.SyreAdvanced)]
    public void Regenerated_rows_are_the_stored_ones_bit_for_bit(DecayMode mode)
    {
        foreach (bool tensors in new[] { false, true })
        {
            using Table stored = new(9, 3), regenerated = new(9, 3);
            var options = new SyreOptions { Mode = mode, WeightDecay = 0.5, Sigma0 = 0.5, UsesWholeTensors = tensors };
            using SyreOptimizer left = Make(stored, options, adam: true);
            using SyreOptimizer right = Make(
                regenerated, options with { StaticBiasStorage = StaticBiasStorage.Regenerated }, adam: true);
            var random = new Random(4);
            for (int i = 0; i < 9; i++)
            {
                (long[] batch, float[] values) = Draw(random, stored);
                stored.SetSparse(batch, values);
                regenerated.SetSparse(batch, values);
                left.step();
                right.step();
            }
            left.CatchUp();
            right.CatchUp();
            CollectionAssert.AreEqual(stored.Values, regenerated.Values);
        }
    }

    [NoTensorLeaks]
    [DataRow(false)]
    [DataRow(true)]
    public void A_dense_gradient_after_sparse_ones_finds_every_row_up_to_date(bool tensors)
    {
        using Table mixed = new(4, 3), other = new(4, 3);
        var options = new SyreOptions { WeightDecay = 0.5, Sigma0 = 0.5, UsesWholeTensors = tensors };
        using SyreOptimizer left = Make(mixed, options, adam: false), right = Make(other, options, adam: false);
        foreach ((Table table, SyreOptimizer optimizer) in new[] { (mixed, left), (other, right) })
        {
            for (int i = 0; i < 5; i++)
            {
                table.SetSparse([1], [1, 2, 3]);
                optimizer.step();
            }
            if (table == other)
                optimizer.CatchUp();
            table.SetDense([0, 1, 2, 3], [.. Enumerable.Range(0, 12).Select(x => x * 0.1f)]);
            optimizer.step();
            table.SetSparse([2], [1, 2, 3]);
            optimizer.step();
            optimizer.CatchUp();
        }
        CollectionAssert.AreEqual(other.Values, mixed.Values);
    }

    internal static SyreOptimizer Make(Table table, SyreOptions options, bool adam) => adam
        ? new SyreAdamW(table.Named, lr: 0.05, options: options)
        : new SyreSgd(table.Named, lr: 0.05, momentum: 0.9, options: options);

    /// <summary>Up to six rows, some of them repeated, from the lower half of the table.</summary>
    internal static (long[] Rows, float[] Values) Draw(Random random, Table table)
    {
        long[] rows = [.. Enumerable.Range(0, random.Next(7)).Select(_ => (long)random.Next((table.Rows + 1) / 2))];
        return (rows, [.. Enumerable.Range(0, rows.Length * table.Width).Select(_ => random.NextSingle() - 0.5f)]);
    }
}
