namespace Syre.Cpu.Tests;

/// <summary>What holds of every kind of network: of dense rows, of entries, with an embedding.</summary>
internal static unsafe class EngineChecks
{
    /// <summary>Asserts that gradients are those of double precision.</summary>
    /// <param name="network">The network, after a step.</param>
    /// <param name="textbook">The same in double precision.</param>
    /// <param name="relative">Largest difference, as a multiple of the parameter's largest gradient.</param>
    /// <param name="absolute">What is added to it.</param>
    public static void GradientsAre(TestNetwork network, DoubleNetwork textbook, double relative, double absolute)
    {
        foreach ((string name, KeptGradient kept) in network.Gradients)
        {
            double[] expected = textbook.Gradients[name];
            double bound = relative * expected.Max(Math.Abs) + absolute;
            for (int i = 0; i < expected.Length; i++)
                Assert.AreEqual(expected[i], kept.Values[i], bound, $"{name}[{i}]");
        }
    }

    /// <summary>Asserts that every element of every parameter came once in one step.</summary>
    public static void AllComeOnce(TestNetwork network)
    {
        foreach ((string name, KeptGradient kept) in network.Gradients)
            Assert.IsTrue(kept.Steps == 1 && kept.Counts.All(count => count == 1), $"{name} comes once");
    }

    /// <summary>
    /// Asserts that parameters and outputs have the same bits, after steps of plain descent, for every width of registers, several numbers
    /// of threads and several sizes of memory.
    /// </summary>
    /// <param name="create">Makes the network.</param>
    /// <param name="rate">The rate of the descent.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="draw">Makes rows of it.</param>
    /// <param name="train">Trains.</param>
    public static void BitsAreTheSame(
        Func<TestNetwork> create, float rate, int count, Func<TestNetwork, CpuRows> draw, Action<CpuNetwork, CpuRows> train)
    {
        int[]? first = null;
        foreach (RegisterWidth width in Enum.GetValues<RegisterWidth>().Where(width => width <= CpuSupport.Widest))
        {
            foreach ((int threads, int batch) in new[] { (1, count), (1, 1 + count / 3), (2, count), (3, 1 + count / 2) })
            {
                using TestNetwork network = create();
                using CpuRows rows = draw(network);
                using CpuNetwork engine = network.Create(batch, threads, width);
                foreach ((_, KeptGradient kept) in network.Gradients)
                    kept.Rate = rate;
                train(engine, rows);
                var outputs = new float[count * network.Sizes[^1]];
                if (rows.HasEntries)
                    engine.RunSparse(TestEntries.Of(rows).Rows, outputs);
                else
                    engine.Run(new ReadOnlySpan<float>(rows.Features, count * rows.Size), outputs);
                int[] all = [.. network.Parameters.Concat(outputs).Select(BitConverter.SingleToInt32Bits)];
                CollectionAssert.AreEqual(first ??= all, all, $"{width}, {threads} threads, memory for {batch}");
                Assert.IsTrue(engine.IsIntact && network.IsIntact, "nothing is written beyond memory");
            }
        }
    }

    /// <summary>The mean loss of the engine's outputs of all rows.</summary>
    public static double LossOf(CpuNetwork engine, CpuRows rows, CpuLoss loss, int size)
    {
        var outputs = new float[rows.Count * size];
        engine.RunRows(rows, outputs);
        double sum = 0;
        for (int r = 0; r < rows.Count; r++)
        {
            double[] row = [.. outputs.AsSpan(r * size, size).ToArray().Select(x => (double)x)];
            long at = rows.Order[r];
            sum += (rows.Weights == null ? 1 : rows.Weights[at])
                * DoubleNetwork.Compare(row, rows.Targets + at * rows.TargetSize, loss).Value;
        }
        return sum / rows.Count;
    }

    /// <summary>Steps on parts of the rows and on all of them, the last with a limit of the gradient's norm.</summary>
    public static void TrainOnParts(CpuNetwork engine, CpuRows rows, CpuLoss loss, Dropout dropout)
    {
        for (int step = 0; step < 4; step++)
            engine.Step(rows, 0, step % 2 == 0 ? 1 + rows.Count / 2 : rows.Count, loss, dropout, step == 3 ? 0.1 : null);
    }

    /// <summary>Asserts that a limit of the norm shortens the whole gradient, and that one above the norm does nothing.</summary>
    public static void LimitShortens(TestNetwork network)
    {
        var loss = new CpuLoss(CpuLossKind.SquaredError);
        using CpuRows rows = network.Rows(50, loss, weighted: false);
        using CpuNetwork engine = network.Create(50, threads: 2);
        double[] Gradient() => [.. network.Gradients.SelectMany(pair => pair.Kept.Values).Select(g => (double)g)];
        engine.Step(rows, 0, 50, loss, Dropout.None);
        double[] free = Gradient();
        double norm = Math.Sqrt(free.Sum(g => g * g));
        foreach (double limit in new[] { norm / 3, norm * 3 })
        {
            engine.Step(rows, 0, 50, loss, Dropout.None, limit);
            double[] shortened = Gradient();
            for (int i = 0; i < free.Length; i++)
                Assert.AreEqual(free[i] * Math.Min(1, limit / norm), shortened[i], 1e-6 * norm, $"element {i}, limit {limit}");
        }
        Assert.IsTrue(engine.IsIntact, "nothing is written beyond memory");
    }
}
