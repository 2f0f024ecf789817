using CsCheck;

namespace Syre.Cpu.Tests.Networks;

[TestClass]
public sealed class MemoryTests
{
    private static readonly Gen<int> s_size = Gen.OneOf(Gen.Int[1, 3], Gen.Int[14, 18], Gen.Int[31, 34], Gen.Int[62, 67], Gen.Const(131));

    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(2, 131)]
    [DataRow(131, 131)]
    [DataRow(133, 133)]
    [DataRow(133, 1)]
    [DataRow(2000, 100)]
    public void Nothing_is_written_beside_a_matrix(int rows, int memory) =>
        Gen.Select(s_size, s_size.Array[0, 3], s_size, Gen.Enum<CpuLossKind>(), Gen.Bool, Gen.Int[1, 3]).Sample(
            (features, hidden, outputs, kind, parametric, threads) =>
            {
                foreach (RegisterWidth width in Enum.GetValues<RegisterWidth>())
                {
                    using TestNetwork network = new([features, .. hidden, outputs], CpuActivation.Relu, parametric, parametric, 1);
                    using CpuRows data = network.Rows(rows, new CpuLoss(kind), weighted: parametric);
                    Work(network, data, new CpuLoss(kind), memory, threads, width);
                    Assert.IsTrue(network.IsIntact, "parameters");
                }
            },
            iter: rows > 1000 ? 3 : 15, threads: 1);

    [TestMethod]
    public void Memory_of_networks_comes_back()
    {
        const int megabyte = 1 << 20;
        for (int i = 0; i < 20; i++)
            TrainOnce();
        long before = ProcessBytes();
        for (int i = 0; i < 200; i++)
            TrainOnce();
        long growth = ProcessBytes() - before;
        Assert.IsLessThan(40L * megabyte, growth, $"{growth / megabyte} MB more after 200 networks of 4 MB");
    }

    /// <summary>Of a network with helpers' threads they keep it; one that only runs has none.</summary>
    [TestMethod]
    public void Memory_of_networks_that_nobody_disposes_of_comes_back()
    {
        const int megabyte = 1 << 20;
        for (int i = 0; i < 10; i++)
            RunOnce();
        long before = ProcessBytes();
        for (int i = 0; i < 100; i++)
        {
            RunOnce();
            if (i % 10 == 9)
                ProcessBytes();
        }
        long growth = ProcessBytes() - before;
        Assert.IsLessThan(60L * megabyte, growth, $"{growth / megabyte} MB more after 100 networks of 4 MB");
    }

    private static void RunOnce()
    {
        using TestNetwork network = new([20, 600, 600, 1], CpuActivation.Relu, parametric: false, scales: false, 1);
        network.Create(1).Run(new float[40], new float[2]);
    }

    private static unsafe void Work(
        TestNetwork network, CpuRows rows, CpuLoss loss, int memory, int threads, RegisterWidth width)
    {
        using CpuNetwork engine = network.Create(memory, threads, width);
        engine.Step(rows, 0, rows.Count, loss, Dropout.Of(1, 0.3));
        engine.Step(rows, 0, rows.Count, loss, Dropout.None, maxNorm: 1e-3);
        engine.Step(rows, rows.Count / 2, rows.Count - rows.Count / 2, loss, Dropout.None);
        var outputs = new float[rows.Count * network.Sizes[^1]];
        engine.RunRows(rows, outputs);
        engine.Run(new ReadOnlySpan<float>(rows.Features, rows.Count * rows.Size), outputs);
        engine.Run(new ReadOnlySpan<float>(rows.Features, rows.Size), outputs.AsSpan(0, network.Sizes[^1]));
        engine.ParametersChanged();
        Assert.IsTrue(engine.IsIntact, $"{string.Join('-', network.Sizes)}, {rows.Count} rows, memory for {memory}, {threads} threads");
    }

    private static void TrainOnce()
    {
        var loss = new CpuLoss(CpuLossKind.SquaredError);
        using TestNetwork network = new([20, 200, 200, 1], CpuActivation.Relu, parametric: false, scales: false, 1);
        using CpuRows rows = network.Rows(20, loss, weighted: false);
        using CpuNetwork engine = network.Create(300, threads: 2);
        engine.Step(rows, 0, 20, loss, Dropout.None);
        engine.RunRows(rows, new float[20]);
        engine.Run(new float[40], new float[2]);
    }

    private static long ProcessBytes()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        return Environment.WorkingSet;
    }
}
