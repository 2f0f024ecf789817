using System.Runtime.Intrinsics;
using Syre.Cpu.Networks;
using Syre.Cpu.Simd;
using Syre.Cpu.Threads;

namespace Syre.Cpu.Tests.Threads;

/// <summary>Training by several threads where cores are missing: the bits are those of one thread.</summary>
[TestClass]
public sealed class ContendedTrainingTests
{
    private static readonly CpuLoss s_loss = new(CpuLossKind.CrossEntropy) { Smoothing = 0.1f };

    [TestMethod]
    public void Ten_thousand_steps_of_four_threads_beside_busy_ones_give_the_bits_of_one_thread()
    {
        int[] expected = Train(10_000, threads: 1), found;
        using (new BusyThreads(Environment.ProcessorCount))
            found = Train(10_000, threads: 4, new CoreShare(4, TimeProvider.System));
        Assert.AreSequenceEqual(expected, found);
    }

    [TestMethod]
    public void Networks_that_are_trained_at_once_give_the_bits_of_one_alone()
    {
        int[] expected = Train(2000, threads: 1);
        Task<int[]>[] tasks = [.. Enumerable.Range(0, 3).Select(i => Task.Factory.StartNew(
            () => Train(2000, threads: 2 + i), TaskCreationOptions.LongRunning))];
        foreach (Task<int[]> task in tasks)
            Assert.AreSequenceEqual(expected, task.GetAwaiter().GetResult());
    }

    [TestMethod]
    public void An_optimizer_that_stops_some_threads_for_a_while_changes_no_bit()
    {
        int[] expected = Train(60, threads: 1);
        int calls = 0;
        int[] found = Train(60, threads: 3, new CoreShare(3, TimeProvider.System), () =>
        {
            if (Interlocked.Increment(ref calls) % 10 == 0)
                Thread.Sleep(1);
        });
        Assert.AreSequenceEqual(expected, found);
    }

    /// <summary>Bits after some steps of batches of several sizes, with an evaluation now and then.</summary>
    private static int[] Train(int steps, int threads, CoreShare? cores = null, Action? delay = null)
    {
        using TestNetwork network = new([5, 9, 17, 4], CpuActivation.Mish, parametric: true, scales: true, 1);
        using CpuRows rows = network.Rows(42, s_loss, weighted: true);
        using var engine = new RegisterNetwork<Simd128, Vector128<float>>(new CpuNetworkParts(network.Layers), 40, threads, cores);
        foreach ((_, KeptGradient kept) in network.Gradients)
            (kept.Rate, kept.Taking) = (0.01f, delay);
        for (int step = 0; step < steps; step++)
        {
            engine.Step(
                rows, step % 3, step % 7 == 6 ? 5 : 40 - step % 5, s_loss, Dropout.Of((uint)step, 0.2), step % 50 == 49 ? 0.1 : null);
            if (step % 100 == 0)
                engine.RunRows(rows, new float[rows.Count * network.Sizes[^1]]);
        }
        return [.. network.Parameters.Select(BitConverter.SingleToInt32Bits)];
    }

    /// <summary>Threads that leave no core alone.</summary>
    private sealed class BusyThreads : IDisposable
    {
        private readonly Thread[] _threads;
        private volatile bool _stops;

        public BusyThreads(int count)
        {
            _threads = [.. Enumerable.Range(0, count).Select(_ => new Thread(Spin) { IsBackground = true })];
            Array.ForEach(_threads, thread => thread.Start());
        }

        public void Dispose()
        {
            _stops = true;
            Array.ForEach(_threads, thread => thread.Join());
        }

        private void Spin()
        {
            while (!_stops)
                Thread.SpinWait(100);
        }
    }
}
