namespace Syre.MLNet.Runtime;

/// <summary>How many threads a training step is worth: one where it is small, never more than the processors.</summary>
internal static class ThreadCount
{
    /// <summary>
    /// Multiplications a step that are worth a thread of libtorch. Far above where a second thread pays on an idle machine: measured with
    /// a second process on the same two cores, the default network took 8 s with one thread and 163 s with two, which wait
    /// for each other at every barrier.
    /// </summary>
    private const double OneOfTorch = 2e8;

    /// <summary>Multiplications a step that are worth a thread of the CPU engine, whose threads never wait for one that has lost its
    /// core.</summary>
    private const double OneOfEngine = 2e6;

    /// <summary>The number of threads of libtorch for a network.</summary>
    /// <param name="batchSize">Most rows of a step.</param>
    /// <param name="rows">Rows that there are.</param>
    /// <param name="multiplicationsPerRow">Multiplications that a step does for each of its rows.</param>
    public static int For(int batchSize, int rows, double multiplicationsPerRow) =>
        For(batchSize, rows, multiplicationsPerRow, OneOfTorch);

    /// <summary>The same of the CPU engine.</summary>
    public static int OfEngine(int batchSize, int rows, double multiplicationsPerRow) =>
        For(batchSize, rows, multiplicationsPerRow, OneOfEngine);

    private static int For(int batchSize, int rows, double multiplicationsPerRow, double one) =>
        (int)Math.Clamp(Math.Min(batchSize, rows) * multiplicationsPerRow / one, 1, Environment.ProcessorCount);
}
