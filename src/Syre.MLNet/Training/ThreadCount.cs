namespace Syre.MLNet.Training;

/// <summary>How many threads a training step is worth.</summary>
internal static class ThreadCount
{
    /// <summary>Multiplications that keep one thread busy for longer than it takes to wake a second one.</summary>
    private const double MultiplicationsPerThread = 2e8;

    /// <summary>The number of threads for steps of so many multiplications: one for small networks, never more than the processors.</summary>
    public static int For(double multiplicationsPerStep) =>
        (int)Math.Clamp(multiplicationsPerStep / MultiplicationsPerThread, 1, Environment.ProcessorCount);
}
