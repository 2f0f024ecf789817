namespace Syre.Torch;

/// <summary>
/// The boundary around measurements: whatever one throws becomes an entry of <see cref="NotMeasured"/>, and what is measured,
/// and all other measures, go on. Only <see cref="OutOfMemoryException"/> and <see cref="OperationCanceledException"/> pass.
/// Not for several threads at once.
/// </summary>
public sealed class MeasureLog
{
    private readonly List<NotMeasured> _missing;
    private readonly string _prefix;
    private readonly Action<string, string?>? _before;

    /// <param name="before">Called with each measure and its layer before it is measured, inside the boundary.
    /// Default null: nobody is told.</param>
    public MeasureLog(Action<string, string?>? before = null)
        : this([], "", before)
    {
    }

    private MeasureLog(List<NotMeasured> missing, string prefix, Action<string, string?>? before) =>
        (_missing, _prefix, _before) = (missing, prefix, before);

    /// <summary>What failed so far, each thing once.</summary>
    public IReadOnlyList<NotMeasured> NotMeasured => [.. _missing];

    /// <summary>The same log, for measures that belong to a part and are named after it: <c>Baseline.Centred</c>.</summary>
    /// <param name="part">Name of the part.</param>
    public MeasureLog Of(string part) => new(_missing, $"{_prefix}{part}.", _before);

    /// <summary>Measures; if that fails, notes why.</summary>
    /// <param name="measure">Name of the measure, as the report's member has it.</param>
    /// <param name="layer">The layer; null for the whole.</param>
    /// <param name="measurement">Measures.</param>
    /// <param name="otherwise">What stands for a measure that failed.</param>
    public T Try<T>(string measure, string? layer, Func<T> measurement, T otherwise)
    {
        ArgumentNullException.ThrowIfNull(measurement);
        try
        {
            _before?.Invoke(_prefix + measure, layer);
            return measurement();
        }
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            Note(measure, layer, Reason(e));
            return otherwise;
        }
    }

    /// <inheritdoc cref="Try{T}"/>
    /// <returns>Whether it went well.</returns>
    public bool Try(string measure, string? layer, Action measurement)
    {
        ArgumentNullException.ThrowIfNull(measurement);
        return Try(
            measure, layer, () =>
            {
                measurement();
                return true;
            },
            otherwise: false);
    }

    /// <summary>Notes that something cannot be measured.</summary>
    /// <param name="measure">Name of the measure.</param>
    /// <param name="layer">The layer; null for the whole.</param>
    /// <param name="reason">Why, in one sentence.</param>
    public void Note(string measure, string? layer, string reason)
    {
        var entry = new NotMeasured(_prefix + measure, layer, reason);
        if (!_missing.Contains(entry))
            _missing.Add(entry);
    }

    /// <summary>The first line: libtorch's messages go on with the frames of its own calls.</summary>
    private static string Reason(Exception e)
    {
        string first = e.Message.Split(['\r', '\n'], 2, StringSplitOptions.TrimEntries)[0];
        return first.Length == 0 ? $"{e.GetType().Name}." : first.EndsWith('.') ? first : first + ".";
    }
}
