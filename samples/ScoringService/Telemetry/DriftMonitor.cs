namespace ScoringService.Telemetry;

/// <summary>
/// Says how far the rows have moved from those of the training. Counts their diagnostics (the column <c>Collapse</c>) between the cuts of
/// the profile in the file's report. The same figures as Syre.MLNet's <c>CollapseMonitor</c> at its defaults, from the file alone: a test
/// compares the two. Safe for many threads.
/// </summary>
internal sealed class DriftMonitor
{
    private const double FalseAlarmRate = 0.001;
    private const double LeastShift = 0.1;

    private readonly RowProfile _profile;
    private readonly Cut[][] _cuts;

    /// <summary>Of each slot, values by how many cuts are at or below them.</summary>
    private readonly long[][] _places;
    private readonly Lock _lock = new();
    private long _rows;
    private long _missing;

    /// <param name="profile">The training's rows.</param>
    public DriftMonitor(RowProfile profile)
    {
        _profile = profile;
        _cuts = Array.ConvertAll(profile.Slots, slot => slot.CutsOf(profile));
        _places = Array.ConvertAll(_cuts, cuts => new long[cuts.Length + 1]);
    }

    /// <summary>Adds one row's diagnostics: the whole column's value.</summary>
    public void Add(ReadOnlySpan<float> row)
    {
        lock (_lock)
        {
            foreach (ProfiledSlot slot in _profile.Slots)
            {
                if (slot.Index >= row.Length || (slot.RowsOf(_profile) > 0 && float.IsNaN(row[slot.Index])))
                {
                    _missing++;
                    return;
                }
            }
            _rows++;
            for (int i = 0; i < _cuts.Length; i++)
                _places[i][Place(_cuts[i], row[_profile.Slots[i].Index])]++;
        }
    }

    /// <summary>What was seen since the model was loaded.</summary>
    public Drift Current
    {
        get
        {
            long[][] places;
            long rows, missing;
            lock (_lock)
                (places, rows, missing) = (Array.ConvertAll(_places, slot => (long[])slot.Clone()), _rows, _missing);
            double[] noise = Array.ConvertAll(_profile.Slots, slot => Noise(rows, slot.RowsOf(_profile)));
            var slots = new SlotShift[places.Length];
            for (int i = 0; i < slots.Length; i++)
            {
                double shift = rows == 0 ? 0 : LargestShift(_cuts[i], places[i], rows);
                slots[i] = new SlotShift(_profile.Slots[i].Name, shift, _profile.HeldBack && Math.Abs(shift) > noise[i] + LeastShift);
            }
            return new Drift(rows, missing, noise.DefaultIfEmpty(1).Max(), slots, Remark(noise));
        }
    }

    private string? Remark(double[] noise) =>
        !_profile.HeldBack ? "The profile is of rows that were trained on, and new rows of the same kind look different: no verdict."
        : noise.All(slot => slot + LeastShift >= 1) ? "There are too few rows to tell, here or in the profile."
        : null;

    /// <summary>
    /// How far two samples of one source differ by chance (Dvoretzky, Kiefer, Wolfowitz, Massart; Wei and Dudley), shared among the slots.
    /// </summary>
    private double Noise(long rows, long profileRows)
    {
        int slots = _profile.Slots.Count(slot => slot.RowsOf(_profile) > 0);
        return rows == 0 || profileRows == 0
            ? 1
            : Math.Min(1, Math.Sqrt((1 + Math.Log(slots / FalseAlarmRate)) / 2 * (1.0 / rows + 1.0 / profileRows)));
    }

    private static int Place(Cut[] cuts, float value)
    {
        int place = 0;
        while (place < cuts.Length && cuts[place].At <= value)
            place++;
        return place;
    }

    /// <summary>At the cut where it is largest: too few rows below it are a rise, too many a fall.</summary>
    private static double LargestShift(Cut[] cuts, long[] places, long rows)
    {
        double rise = 0, fall = 0;
        long below = 0;
        for (int i = 0; i < cuts.Length; i++)
        {
            below += places[i];
            double share = (double)below / rows;
            rise = Math.Max(rise, cuts[i].Least - share);
            fall = Math.Max(fall, share - cuts[i].Most);
        }
        return rise >= fall ? rise : -fall;
    }
}
