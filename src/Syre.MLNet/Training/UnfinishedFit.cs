namespace Syre.MLNet.Training;

/// <summary>
/// Owns the native memory of a fit until the fitted model does: what goes wrong in between, or a policy that throws, leaves nothing behind.
/// </summary>
internal sealed class UnfinishedFit : IDisposable
{
    private readonly Stack<IDisposable> _parts = new();

    /// <summary>Takes a part over.</summary>
    public T Own<T>(T part)
        where T : IDisposable
    {
        _parts.Push(part);
        return part;
    }

    /// <summary>Takes over what owns all parts so far.</summary>
    public T OwnAsWhole<T>(T whole)
        where T : IDisposable
    {
        _parts.Clear();
        return Own(whole);
    }

    /// <summary>The fit is done: its result is the caller's.</summary>
    public void HandOver() => _parts.Clear();

    /// <summary>Frees what was not handed over, the last part first.</summary>
    public void Dispose()
    {
        while (_parts.TryPop(out IDisposable? part))
            part.Dispose();
    }
}
