namespace Syre.MLNet.Stock;

/// <summary>
/// Native memory of a model, lent for each call that scores. It is given back when the model has been disposed of and the last call under
/// way has ended, so that no thread reads what another has freed. Safe for many threads.
/// </summary>
/// <param name="release">Gives the memory back; called once.</param>
internal sealed class Lease(Action release)
{
    /// <summary>Calls under way, and one for the owner until it ends the lease.</summary>
    private int _users = 1;
    private bool _ended;
    private bool _released;

    /// <summary>Begins a call. <see cref="Leave"/> ends it.</summary>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    public void Enter()
    {
        Check();
        Interlocked.Increment(ref _users);
        if (!Volatile.Read(ref _ended))
            return;
        Leave();
        Check();
    }

    /// <summary>Ends a call.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0 && !Interlocked.Exchange(ref _released, true))
            release();
    }

    /// <summary>Ends the lease: no call begins any more. Does nothing the second time.</summary>
    public void End()
    {
        if (!Interlocked.Exchange(ref _ended, true))
            Leave();
    }

    /// <summary>Throws once the lease has ended.</summary>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    public void Check()
    {
        if (Volatile.Read(ref _ended))
        {
            throw new ObjectDisposedException(
                null,
                "The model has been disposed of, by Dispose or by a prediction engine: " +
                "CreatePredictionEngine gives each engine the model to dispose of. Where engines share a model, " +
                "create them with new PredictionEngineOptions { OwnsTransformer = false }.");
        }
    }
}
