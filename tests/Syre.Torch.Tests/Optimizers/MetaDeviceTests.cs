using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.Torch.Tests.Optimizers;

/// <summary>
/// The optimizers on the meta device, which computes shapes only; its elementwise operations refuse tensors of other devices as on a GPU.
/// Sparse gradients cannot be read there; the pulls that rows have missed, restored from a run on the CPU, are made up for there.
/// </summary>
[TestClass]
public sealed class MetaDeviceTests
{
    private const int Rows = 5, Width = 3;

    public static IEnumerable<object[]> Arms =>
        from mode in Enum.GetValues<DecayMode>()
        from storage in Enum.GetValues<StaticBiasStorage>()
        where mode != DecayMode.L2Init || storage == StaticBiasStorage.Stored
        select new object[] { mode, storage };

    [NoTensorLeaks]
    [DynamicData(nameof(Arms))]
    public void Steps_stay_on_the_device(DecayMode mode, StaticBiasStorage storage)
    {
        foreach (bool coupled in new[] { false, true })
        {
            var options = new SyreOptions { Mode = mode, StaticBiasStorage = storage, Coupled = coupled, WeightDecay = 0.1 };
            Step(groups => new SyreAdamW(groups, options: options));
            Step(groups => new SyreSgd(groups, options: options));
            Step(groups => new SyreSgd(groups, momentum: 0.9, nesterov: true, options: options));
        }
    }

    [NoTensorLeaks]
    [DynamicData(nameof(Arms))]
    public void Missed_pulls_are_made_up_for_on_the_device(DecayMode mode, StaticBiasStorage storage)
    {
        var options = new SyreOptions { Mode = mode, StaticBiasStorage = storage, WeightDecay = 0.1 };
        using var state = new MemoryStream();
        using (var table = new Table(Rows, Width))
        using (var optimizer = new SyreAdamW([Group(table.Named)], options: options))
        {
            table.SetSparse([3, 1], [1, 2, 3, 4, 5, 6]);
            optimizer.step();
            optimizer.SaveState(state);
        }
        state.Position = 0;
        using Parameter weight = new(zeros(Rows, Width, device: META));
        using var there = new SyreAdamW([Group([("table", weight)])], options: options);
        there.LoadState(state);
        using Tensor rows = tensor(new long[] { 0, 3, 0 });
        there.CatchUp(weight, rows);
        there.CatchUp();
        Assert.AreEqual(DeviceType.META, weight.device_type);
    }

    private static void Step(Func<IEnumerable<SyreParameterGroup>, SyreOptimizer> make)
    {
        using Parameter weight = new(zeros(Rows, Width, device: META)), bias = new(zeros(Width, device: META));
        using SyreOptimizer optimizer = make([Group([("weight", weight), ("bias", bias)])]);
        for (int step = 0; step < 2; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            zeros(4, Rows, device: META).mm(weight).add(bias).sum().backward();
            optimizer.step();
        }
        Assert.AreEqual(DeviceType.META, weight.device_type);
        CollectionAssert.AreEqual(new long[] { Rows, Width }, weight.shape);
        optimizer.zero_grad();
    }

    /// <summary>A group with a stated deviation: the meta device has no values to take it from.</summary>
    private static SyreParameterGroup Group(IEnumerable<(string, Parameter)> parameters) => new("all", parameters) { InitialDeviation = 1 };
}
