using System.Diagnostics;
using System.Runtime;

namespace Syre.Benchmarks.ColdFit;

/// <summary>Where the time of a fit goes, from the activities of <c>Syre.MLNet</c>: what each takes without those inside it.</summary>
internal sealed class PhaseClock : IDisposable
{
    private readonly List<string> _order = [];
    private readonly Dictionary<string, Spent> _spent = [];
    private readonly Stack<Begun> _open = new();
    private readonly ActivityListener _listener;

    public PhaseClock()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Syre.MLNet",
            Sample = (ref _) => ActivitySamplingResult.PropagationData,
            ActivityStarted = activity => Begin(activity.OperationName),
            ActivityStopped = _ => End(),
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>The phases, in the order in which they began.</summary>
    public IEnumerable<(string Name, Spent Spent)> Phases => _order.Select(name => (name, _spent[name]));

    /// <summary>Does something as a phase.</summary>
    public T In<T>(string name, Func<T> action)
    {
        Begin(name);
        T result = action();
        End();
        return result;
    }

    public void Dispose() => _listener.Dispose();

    private void Begin(string name)
    {
        if (_spent.TryAdd(name, default))
            _order.Add(name);
        _open.Push(new Begun(name, Stopwatch.GetTimestamp(), JitInfo.GetCompilationTime(currentThread: true), default));
    }

    private void End()
    {
        Begun begun = _open.Pop();
        var whole = new Spent(
            Stopwatch.GetElapsedTime(begun.At).TotalMilliseconds,
            (JitInfo.GetCompilationTime(currentThread: true) - begun.Compiled).TotalMilliseconds);
        _spent[begun.Name] += whole - begun.Inside;
        if (_open.TryPop(out Begun outer))
            _open.Push(outer with { Inside = outer.Inside + whole });
    }

    private readonly record struct Begun(string Name, long At, TimeSpan Compiled, Spent Inside);
}
