using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Diagnostics.Drift;
using Syre.MLNet.Stock;
using Syre.Torch;

namespace Syre.MLNet;

/// <summary>
/// Watches a model in production: fed with the <c>Collapse</c> column of scored rows, it says whether they still look like the rows of the
/// training. It needs only the report from the model's file (<see cref="SyreModelFile.ReadReport"/>), keeps a few counts for each slot,
/// and is safe for many threads.
/// </summary>
/// <remarks>
/// Rows are compared with rows that training did not see: those held back by the trainer (texts by
/// <see cref="SyreTextClassificationOptions.ProfileFraction"/>), or the caller's <see cref="SyreTrainerOptions.ValidationSet"/>. Without
/// any there is no verdict (<see cref="CollapseDrift.Remark"/>). The rate of false alarms holds for independent rows; rows that repeat each
/// other count for fewer than they are.
/// </remarks>
public sealed class CollapseMonitor
{
    private readonly SlotReference[] _slots;
    private readonly bool _heldBack;
    private readonly CollapseVerdict _verdict;
    private readonly CollapseMonitorOptions _options;
    private readonly Lock _lock = new();
    private Counts _counts;

    /// <summary>A monitor that has seen nothing.</summary>
    /// <param name="report">The model's report.</param>
    /// <param name="options">When to speak of drift; null for the defaults.</param>
    /// <exception cref="ArgumentException">The report has no profile of rows: it was not made by a trainer or by
    /// <c>CollapseDiagnostics</c>. Or the profile contradicts itself.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; all that are, are listed.</exception>
    public CollapseMonitor(CollapseReport report, CollapseMonitorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        _options = options ?? new CollapseMonitorOptions();
        var violations = new Violations();
        _options.AddTo(violations);
        violations.ThrowIfOutOfRange(nameof(CollapseMonitorOptions));
        RowProfile profile = report.RowProfile ?? throw new ArgumentException(
            $"The report of '{report.Name}' has no profile of rows to compare with; take the report of a trained or saved model.",
            nameof(report));
        (_heldBack, _verdict) = (profile.HeldBack, report.Verdict);
        _slots = [.. profile.Slots.Select(slot => SlotReference.Of(profile, slot))];
        _counts = new Counts(_slots);
    }

    /// <summary>Adds one row's diagnostics.</summary>
    /// <param name="row">The whole column's value.</param>
    /// <exception cref="ArgumentException">It is shorter than the model's column.</exception>
    public void Add(ReadOnlySpan<float> row)
    {
        foreach (SlotReference slot in _slots)
        {
            if (slot.Index >= row.Length)
            {
                throw new ArgumentException(
                    $"The row has {row.Length} slots and lacks slot {slot.Index} ('{slot.Name}'); " +
                    "give the whole Collapse column of the same model.", nameof(row));
            }
        }

        lock (_lock)
            _counts.Add(row);
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
            nameof(columnName),
            $"Could not find column '{columnName}'. The columns are {string.Join(", ", scored.Schema.Select(c => c.Name).Distinct())}.");
        if (column.Type is not VectorDataViewType { ItemType: NumberDataViewType item } || item != NumberDataViewType.Single)
        {
            throw new ArgumentOutOfRangeException(
                nameof(columnName), $"Schema mismatch for column '{columnName}': expected a vector of Single, got {column.Type}.");
        }

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

    /// <summary>What was seen so far: a snapshot, made anew each time in a few hundred additions; rows are counted on meanwhile.</summary>
    public CollapseDrift Current
    {
        get
        {
            Counts counted;
            lock (_lock)
                counted = _counts.Copy();
            return Compare(counted);
        }
    }

    /// <summary>Forgets the rows seen, and says what was seen: for a look at one hour or day at a time.</summary>
    public CollapseDrift Restart()
    {
        var next = new Counts(_slots);
        Counts counted;
        lock (_lock)
            (counted, _counts) = (_counts, next);
        return Compare(counted);
    }

    /// <summary>Of two models in one chain the second one's column hides the first one's.</summary>
    private void CheckSlots(DataViewSchema.Column column)
    {
        if (SlotAnnotation.Read(column, null) is not { } names)
            return;
        foreach (SlotReference slot in _slots)
        {
            if (slot.Index < names.Length && names[slot.Index] != slot.Name)
            {
                throw new ArgumentException(
                    $"Slot {slot.Index} of column '{column.Name}' is '{names[slot.Index]}', the report's is '{slot.Name}': " +
                    "the rows were scored by another model than the report is of, whose column may hide the right one. " +
                    "Give the rows as that model has scored them.");
            }
        }
    }

    private CollapseDrift Compare(Counts counted)
    {
        int compared = _slots.Count(slot => slot.Rows > 0);
        SlotDrift[] slots = [.. counted.Slots.Select((counter, i) =>
        {
            double noise = DriftBound.Noise(counted.Rows, _slots[i].Rows, compared, _options.FalseAlarmRate);
            return counter.Compare(noise, _heldBack ? noise + _options.MinimumShift : double.PositiveInfinity);
        })];
        return new CollapseDrift
        {
            Rows = counted.Rows,
            MissingRows = counted.Missing,
            HeldBack = _heldBack,
            Slots = slots,
            Remark = Remark(slots),
            NetworkVerdict = _verdict,
        };
    }

    private string? Remark(SlotDrift[] slots) =>
        !_heldBack ? "The profile is of rows that were trained on, and new rows of the same kind look different from those: " +
            "no shift is called drift. Train with ValidationFraction above 0 or with a ValidationSet, " +
            "on texts with a ProfileFraction that is of 10 rows or more (the default, of 500), CollapseDiagnostics on 500 rows or more."
        : slots.All(slot => slot.Noise + _options.MinimumShift >= 1) ? "There are too few rows to tell, here or in the profile."
        : null;

    /// <summary>What was counted. Not safe for many threads by itself.</summary>
    private sealed class Counts(SlotReference[] references, SlotCounter[] slots)
    {
        public Counts(SlotReference[] references)
            : this(references, Array.ConvertAll(references, reference => new SlotCounter(reference)))
        {
        }

        public SlotCounter[] Slots => slots;

        public long Rows { get; private set; }

        public long Missing { get; private set; }

        public Counts Copy() => new(references, Array.ConvertAll(slots, slot => slot.Copy())) { Rows = Rows, Missing = Missing };

        public void Add(ReadOnlySpan<float> row)
        {
            foreach (SlotReference slot in references)
            {
                // A slot that has no value in the profile has none in any row.
                if (slot.Rows == 0 || !float.IsNaN(row[slot.Index]))
                    continue;
                Missing++;
                return;
            }
            for (int i = 0; i < slots.Length; i++)
                slots[i].Add(row[references[i].Index]);
            Rows++;
        }
    }
}
