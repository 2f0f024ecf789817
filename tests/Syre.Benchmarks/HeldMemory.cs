using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.Benchmarks;

/// <summary>
/// What network and optimizer hold after a step, as growth of the process: weights, gradients, moments, and θ0 where it is stored.
/// </summary>
/// <remarks>
/// One square layer whose weights take 36 MB. The C library takes every block above 32 MB straight from the system and gives it straight
/// back. So growth is what is held, to the page, and nothing of an earlier arm is reused. A first arm that is not counted takes the fixed
/// costs of libtorch. The batch is one row, so activations do not count.
/// </remarks>
internal static class HeldMemory
{
    /// <summary>The width whose weights are above 32 MB.</summary>
    private const int Width = 3072;

    /// <summary>Held by each way of keeping θ0, over what plain decay holds.</summary>
    public static IEnumerable<(string Arm, double Ratio)> RatiosToPlain()
    {
        var plain = new SyreOptions { Mode = DecayMode.Plain };
        Bytes(plain);
        double reference = Bytes(plain);
        foreach (StaticBiasStorage storage in Enum.GetValues<StaticBiasStorage>())
            yield return (storage.ToString(), Bytes(new SyreOptions { StaticBiasStorage = storage }) / reference);
    }

    private static long Bytes(SyreOptions options)
    {
        long before = ProcessBytes();
        using var network = nn.Linear(Width, Width);
        using var optimizer = new SyreAdamW(network.named_parameters(), options: options);
        using (NewDisposeScope())
        {
            network.forward(ones(1, Width)).sum().backward();
            optimizer.step();
        }
        return ProcessBytes() - before;
    }

    private static long ProcessBytes()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        return Environment.WorkingSet;
    }
}
