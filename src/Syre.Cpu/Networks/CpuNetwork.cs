namespace Syre.Cpu;

/// <summary>
/// A fully connected network that is trained and run on the CPU, from rows of features to outputs. Its parameters are somebody else's; it
/// keeps copies of them in the order in which they are read, and updates these with every step. The bits of all that it computes depend
/// neither on the width of the registers nor on the number of threads. One call at a time, but for
/// <see cref="Run"/> and <see cref="RunSparse"/>.
/// </summary>
public abstract class CpuNetwork : IDisposable
{
    private protected CpuNetwork()
    {
    }

    /// <summary>Number of threads, the caller's counted.</summary>
    public abstract int Threads { get; }

    /// <summary>Makes a network of layers alone.</summary>
    /// <param name="layers">The layers, from the features to the outputs; all but the last have an activation.</param>
    /// <param name="batchRows">Most rows of a step that are computed at once.</param>
    /// <param name="threads">Threads to train with, from 1; null (default) for as many as the machine has.</param>
    /// <param name="width">Registers to compute with; null (default) for the widest that are fast here.</param>
    /// <exception cref="ArgumentException">The layers do not fit each other.</exception>
    /// <exception cref="PlatformNotSupportedException">The processor has no fused multiply-add.</exception>
    public static CpuNetwork Create(
        IReadOnlyList<CpuLayer> layers, int batchRows = 1, int? threads = null, RegisterWidth? width = null) =>
        new CpuNetworkParts(layers).Create(batchRows, threads, width);

    /// <summary>Whether nothing was written beyond any matrix.</summary>
    internal abstract bool IsIntact { get; }

    /// <summary>Says that somebody else has changed the parameters.</summary>
    public abstract void ParametersChanged();

    /// <summary>Trains on some rows: forward, backward, update.</summary>
    /// <param name="rows">The rows, with targets.</param>
    /// <param name="start">Place of the first in their order.</param>
    /// <param name="count">How many.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="dropout">The step's dropout, after every hidden layer.</param>
    /// <param name="maxNorm">Largest norm of the whole gradient; null (default) for no limit.</param>
    /// <returns>The mean loss, before the update.</returns>
    public abstract double Step(CpuRows rows, int start, int count, CpuLoss loss, Dropout dropout, double? maxNorm = null);

    /// <summary>Outputs of rows in their order, without dropout, by all threads.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="outputs">Where to, row after row.</param>
    /// <param name="beforeBlock">Called before each block of rows, to end by throwing; null (default) for nobody.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public abstract void RunRows(CpuRows rows, Span<float> outputs, Action? beforeBlock = null);

    /// <summary>Outputs of rows. Several threads may call it at once, as long as nobody trains.</summary>
    /// <param name="features">The features, row after row.</param>
    /// <param name="outputs">Where to, row after row.</param>
    /// <param name="hidden">Is given the number of a first row, and of it and the rows after it each hidden layer in turn; null (default)
    /// for nobody.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public abstract void Run(ReadOnlySpan<float> features, Span<float> outputs, Action<int, HiddenRows>? hidden = null);

    /// <summary>Outputs of rows, of a network whose first layer is a table. Several threads may call it at once, as above.</summary>
    /// <param name="entries">The features that are not 0.</param>
    /// <param name="outputs">Where to, row after row.</param>
    /// <param name="hidden">As above; null (default) for nobody.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or there is no such feature.</exception>
    public abstract void RunSparse(SparseRows entries, Span<float> outputs, Action<int, HiddenRows>? hidden = null);

    /// <inheritdoc/>
    public abstract void Dispose();
}
