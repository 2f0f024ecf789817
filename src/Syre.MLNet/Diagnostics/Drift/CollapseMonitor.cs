using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Data;
using Syre.MLNet.Diagnostics;
using Syre.MLNet.Training;
using Syre.Torch;

namespace Syre.MLNet;

/// <summary>
/// Watches a model in production: fed with the <c>Collapse</c> column of scored rows, it says whether they still look like the rows of the training. It
/// needs only the report from the model's file (<see cref="SyreModelFile.ReadReport"/>), keeps a few counts for each slot, and is safe for many threads.
/// </summary>
public sealed class CollapseMonitor
{
    private readonly RowProfile _profile;
    private readonly CollapseMonitorOptions _options;
    private readonly Lock _lock = new();
    private SlotCounter[] _counters;
    private long _rows;
    private long _missing;

    /// <summary>A monitor that has seen nothing.</summary>
    /// <param name="report">The model's report.</param>
    /// <param name="options">When to speak of drift; null for the defaults.</param>
    /// <exception cref="ArgumentException">The report has no profile of rows: it was not made by a trainer or by <c>CollapseDiagnostics</c>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; all that are, are listed.</exception>
    public CollapseMonitor(CollapseReport report, CollapseMonitorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        _options = options ?? new CollapseMonitorOptions();
        OptionChecks.ThrowIfAny(_options.Violations(), nameof(CollapseMonitorOptions));
        _profile = report.RowProfile ?? throw new ArgumentException(
            $"The report of '{report.Name}' has no profile of rows to compare with; take the report of a trained or saved model.", nameof(report));
        _counters = NewCounters();
    }

    /// <summary>Adds one row's diagnostics.</summary>
    /// <param name="row">The whole column's value.</param>
    /// <exception cref="ArgumentException">It is shorter than the model's column.</exception>
    public void Add(ReadOnlySpan<float> row)
    {
        foreach (SlotProfile slot in _profile.Slots)
            if (slot.Index >= row.Length)
                throw new ArgumentException(
                    $"The row has {row.Length} slots and lacks slot {slot.Index} ('{slot.Name}'); give the whole Collapse column of the same model.", nameof(row));
        lock (_lock)
            Count(row);
    }

    /// <inheritdoc cref="Add(ReadOnlySpan{float})"/>
    public void Add(in VBuffer<float> row)
    {
        if (row.IsDense)
            Add(row.GetValues());
        else
            Add([.. row.DenseValues()]);
    }

    /// <summary>Adds all rows of scored data.</summary>
    /// <param name="scored">What the model's <c>Transform</c> gave.</param>
    /// <param name="columnName">The column of diagnostics. Default <c>Collapse</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it is no vector of Single.</exception>
    /// <exception cref="ArgumentException">It has fewer slots than the model's column, or others by their names.</exception>
    public void Add(IDataView scored, string columnName = "Collapse")
    {
        ArgumentNullException.ThrowIfNull(scored);
        DataViewSchema.Column column = scored.Schema.GetColumnOrNull(columnName) ?? throw new ArgumentOutOfRangeException(
            nameof(columnName), $"Could not find column '{columnName}'. The columns are {string.Join(", ", scored.Schema.Select(c => c.Name).Distinct())}.");
        if (column.Type is not VectorDataViewType { ItemType: NumberDataViewType item } || item != NumberDataViewType.Single)
            throw new ArgumentOutOfRangeException(
                nameof(columnName), $"Schema mismatch for column '{columnName}': expected a vector of Single, got {column.Type}.");
        CheckSlots(column);
        using DataViewRowCursor cursor = scored.GetRowCursor([column]);
        ValueGetter<VBuffer<float>> getter = SizedVector.Getter(cursor, column);
        VBuffer<float> row = default;
        while (cursor.MoveNext())
        {
            getter(ref row);
            Add(row);
        }
    }

    /// <summary>What was seen so far.</summary>
    public CollapseDrift Current
    {
        get
        {
            lock (_lock)
                return Compare();
        }
    }

    /// <summary>Forgets the rows seen, and says what was seen: for a look at one hour or day at a time.</summary>
    public CollapseDrift Restart()
    {
        lock (_lock)
        {
            CollapseDrift seen = Compare();
            (_counters, _rows, _missing) = (NewCounters(), 0, 0);
            return seen;
        }
    }

    /// <summary>Of two models in one chain the second one's column hides the first one's.</summary>
    private void CheckSlots(DataViewSchema.Column column)
    {
        if (SlotAnnotation.Of(column, null) is not { } names)
            return;
        foreach (SlotProfile slot in _profile.Slots)
            if (slot.Index < names.Length && names[slot.Index] != slot.Name)
                throw new ArgumentException(
                    $"Slot {slot.Index} of column '{column.Name}' is '{names[slot.Index]}', the report's is '{slot.Name}': the rows were scored by another " +
                    "model than the report is of, whose column may hide the right one. Give the rows as that model has scored them.");
    }

    private SlotCounter[] NewCounters() => [.. _profile.Slots.Select(slot => new SlotCounter(slot, _profile.Probabilities))];

    private void Count(ReadOnlySpan<float> row)
    {
        foreach (SlotProfile slot in _profile.Slots)
        {
            if (!float.IsNaN(row[slot.Index]))
                continue;
            _missing++;
            return;
        }
        for (int i = 0; i < _counters.Length; i++)
            _counters[i].Add(row[_profile.Slots[i].Index]);
        _rows++;
    }

    private CollapseDrift Compare()
    {
        double noise = Noise(_rows) + Noise(_profile.Rows);
        return new CollapseDrift
        {
            Rows = _rows,
            MissingRows = _missing,
            Slots = [.. _counters.Select(counter => counter.Compare(noise, _options.MinimumShift))],
        };
    }

    /// <summary>How far a distribution of so many rows can be from the true one: P(sup |Fₙ − F| > ε) ≤ 2·exp(−2nε²).</summary>
    private double Noise(long rows) =>
        rows == 0 ? 1 : Math.Sqrt(Math.Log(4.0 * _profile.Slots.Count / _options.FalseAlarmRate) / (2.0 * rows));
}
