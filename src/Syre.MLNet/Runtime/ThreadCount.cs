namespace Syre.MLNet.Runtime;

/// <summary>How many threads a training step is worth.</summary>
internal static class ThreadCount
{
    /// <summary>
    /// Multiplications a step that are worth a thread. Far above where a second thread pays on an idle machine: measured with
    /// a second process on the same two cores, the default network took 8 s with one thread and 163 s with two, which wait
    /// for each other at every barrier.
    /// </summary>
    private const double MultiplicationsPerThread = 2e8;

    /// <summary>The number of threads for a network: one where its steps are small, never more than the processors.</summary>
    /// <param name="batchSize">Most rows of a step.</param>
    /// <param name="rows">Rows that there are.</param>
    /// <param name="multiplicationsPerRow">Multiplications that a step does for each of its rows.</param>
    public static int For(int batchSize, int rows, double multiplicationsPerRow) =>
        (int)Math.Clamp(Math.Min(batchSize, rows) * multiplicationsPerRow / MultiplicationsPerThread, 1, Environment.ProcessorCount);
}
