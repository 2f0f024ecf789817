namespace Syre.MLNet.Training;

/// <summary>
/// Owns the native memory of a fit until the fitted model does: what goes wrong in between, or a policy that throws, leaves nothing behind.
/// </summary>
internal sealed class UnfinishedFit : IDisposable
{
    private readonly List<IDisposable> _parts = [];
    private IDisposable? _whole;

    /// <summary>Takes a part over.</summary>
    public T Own<T>(T part)
        where T : IDisposable
    {
        _parts.Add(part);
        return part;
    }

    /// <summary>Takes over what owns all parts.</summary>
    public T OwnAsWhole<T>(T whole)
        where T : IDisposable
    {
        _whole = whole;
        return whole;
    }

    /// <summary>Leaves a part to somebody else; the others are still freed, one by one.</summary>
    public void Release(IDisposable part)
    {
        _whole = null;
        _parts.Remove(part);
    }

    /// <summary>The fit is done: its result is the caller's.</summary>
    public void HandOver()
    {
        _whole = null;
        _parts.Clear();
    }

    /// <summary>Frees what was not handed over, the last part first.</summary>
    public void Dispose()
    {
        if (_whole is not null)
            _whole.Dispose();
        else
            for (int i = _parts.Count - 1; i >= 0; i--)
                _parts[i].Dispose();
    }
}
