namespace Syre.MLNet;

/// <summary>What computes the steps of a training.</summary>
public enum TrainingEngine
{
    /// <summary>
    /// The CPU engine where it can, else autograd; the log says which, and why. The same rows and seed then give the same network on every
    /// machine whose processor has fused multiply-add, whatever its registers and number of threads.
    /// </summary>
    Auto,

    /// <summary>The CPU engine; Fit throws where it cannot compute the training.</summary>
    Cpu,

    /// <summary>
    /// libtorch's autograd, as on a GPU and for networks of one's own. Its bits depend on the processor and on the number of threads.
    /// </summary>
    Autograd,
}
