namespace Syre.MLNet.Training;

/// <summary>How many threads a training step is worth.</summary>
internal static class ThreadCount
{
    /// <summary>
    /// Multiplications a step that are worth a thread. Far above where a second thread pays on an idle machine: measured with a second process on the same two
    /// cores, the default network took 8 s with one thread and 163 s with two, which wait for each other at every barrier.
    /// </summary>
    private const double MultiplicationsPerThread = 2e8;

    /// <summary>The number of threads for steps of so many multiplications: one for small networks, never more than the processors.</summary>
    public static int For(double multiplicationsPerStep) =>
        (int)Math.Clamp(multiplicationsPerStep / MultiplicationsPerThread, 1, Environment.ProcessorCount);
}
