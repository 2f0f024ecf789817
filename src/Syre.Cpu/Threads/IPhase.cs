namespace Syre.Cpu.Threads;

/// <summary>
/// Work in items that any thread may take. An item is computed into memory of the thread's own and then handed in; where two have computed
/// the same one, the first hands it in and the other's is forgotten. So nobody waits for a thread that has lost its core.
/// </summary>
internal interface IPhase
{
    /// <summary>Number of items.</summary>
    int Items { get; }

    /// <summary>Computes an item into the worker's memory; may be done twice.</summary>
    void Compute(int item, int worker);

    /// <summary>Hands an item in; done once.</summary>
    void Commit(int item, int worker);
}
