using System.Runtime.Intrinsics;
using Syre.Cpu.Memory;
using Syre.Cpu.Networks;
using Syre.Cpu.Simd;
using Syre.Cpu.Threads;

namespace Syre.Cpu.Tests.Networks;

[TestClass]
public sealed class LateThreadTests
{
    /// <summary>A thread that took a lane and lost its core comes back when a step of fewer lanes has begun.</summary>
    [TestMethod]
    public void A_lane_that_the_present_step_has_not_is_left_alone()
    {
        var loss = new CpuLoss(CpuLossKind.SquaredError);
        using TestNetwork network = new([3, 20, 2], CpuActivation.Selu, parametric: true, scales: true, 1);
        using CpuRows rows = network.Rows(60, loss, weighted: false);
        using var arena = new Arena();
        NetworkPlan plan = NetworkPlan.Create<Simd128, Vector128<float>>(new CpuNetworkParts(network.Layers), arena);
        var phase = new LanePhase<Simd128, Vector128<float>>(plan, reader: null, rows: 6, lanes: 10, workers: 2, arena)
        {
            Step = new StepPlan { Rows = rows, Start = 0, Count = 7, AllRows = 7, LaneRows = 6, Loss = loss, IsTraining = true },
        };
        Assert.AreEqual(2, phase.Items);
        for (int item = 0; item < 10; item++)
        {
            phase.Compute(item, 1);
            Assert.IsTrue(arena.IsIntact, $"lane {item}");
        }
        phase.Compute(1, 1);
        phase.Commit(1, 1);
        Assert.AreEqual(1, phase.Done[1].Rows);
    }

    /// <summary>The same with a part of a table's rows, in memory that has grown since.</summary>
    [TestMethod]
    public void A_part_of_a_table_that_the_present_step_has_not_is_left_alone()
    {
        var loss = new CpuLoss(CpuLossKind.SquaredError);
        using TestNetwork network = new(
            [900, 20, 2], CpuActivation.Selu, parametric: true, scales: true, 1, isSparse: true, hasDirect: true);
        using CpuRows rows = network.Rows(300, loss, weighted: false);
        using var arena = new Arena();
        using var team = new WorkTeam(1);
        NetworkPlan plan = NetworkPlan.Create<Simd128, Vector128<float>>(
            new CpuNetworkParts(network.Layers) { Direct = network.Direct }, arena);
        var phase = new TablePhase<Simd128, Vector128<float>>(new TableBatch(plan, arena), workers: 2, arena);
        int most = 0;
        foreach (int count in new[] { 200, 1, 300, 2 })
        {
            phase.Begin(rows, 0, count);
            phase.Update(team, factor: null);
            most = Math.Max(most, phase.Items);
            for (int item = 0; item < most; item++)
                phase.Compute(item, 1);
            Assert.IsTrue(arena.IsIntact && network.IsIntact, $"{count} rows");
        }
        Assert.IsGreaterThan(2 * phase.Items, most);
    }

    /// <summary>The same with features that are embedded, of a step whose rows were more or fewer.</summary>
    [TestMethod]
    public void An_embedding_reads_no_row_that_there_is_no_room_for()
    {
        using TestNetwork network = new([40, 20, 2], CpuActivation.Selu, parametric: true, scales: true, 1, embedded: 33);
        using CpuRows rows = network.Rows(300, new CpuLoss(CpuLossKind.SquaredError), weighted: false);
        using var arena = new Arena();
        using var team = new WorkTeam(1);
        var plan = new EmbeddingPlan(network.Embedding!, 40, arena);
        var phase = new EmbeddingPhase<Simd128, Vector128<float>>(new EmbeddingBatch(plan, arena), workers: 2, arena);
        foreach (int count in new[] { 200, 1, 300, 2 })
        {
            phase.Begin(rows, 0, count);
            phase.Update(team, factor: null);
            for (int item = 0; item < phase.Items; item++)
                phase.Compute(item, 1);
            Assert.IsTrue(arena.IsIntact && network.IsIntact && phase.Items == 3, $"{count} rows");
        }
        Assert.IsTrue(network.Gradients.All(one => one.Kept.Values.All(g => g == 0)), "what no lane has left is 0");
    }
}
