namespace ScoringService.Telemetry;

/// <summary>
/// Counts the rows' diagnostics (the column <c>Collapse</c>) between the quantiles of the training, which the file's report has, and says how far the rows
/// have moved. The same figures as Syre.MLNet's <c>CollapseMonitor</c> at its defaults, from the file alone. Safe for many threads.
/// </summary>
internal sealed class DriftMonitor
{
    private const double FalseAlarmRate = 0.001;
    private const double LeastShift = 0.1;

    private readonly RowProfile _profile;
    private readonly Counts[] _counts;
    private readonly Lock _lock = new();
    private long _rows;
    private long _missing;

    /// <param name="profile">The training's rows.</param>
    public DriftMonitor(RowProfile profile) =>
        (_profile, _counts) = (profile, Array.ConvertAll(profile.Slots, slot => new Counts(slot.Quantiles.Length + 1)));

    /// <summary>Adds one row's diagnostics: the whole column's value.</summary>
    public void Add(ReadOnlySpan<float> row)
    {
        lock (_lock)
        {
            foreach (ProfiledSlot slot in _profile.Slots)
                if (slot.Index >= row.Length || float.IsNaN(row[slot.Index]))
                {
                    _missing++;
                    return;
                }
            _rows++;
            for (int i = 0; i < _counts.Length; i++)
                _counts[i].Add(row[_profile.Slots[i].Index], _profile.Slots[i].Quantiles);
        }
    }

    /// <summary>What was seen since the model was loaded.</summary>
    public Drift Current
    {
        get
        {
            lock (_lock)
            {
                double noise = Noise(_rows) + Noise(_profile.Rows);
                var slots = new SlotShift[_counts.Length];
                for (int i = 0; i < slots.Length; i++)
                {
                    double shift = _rows == 0 ? 0 : _counts[i].LargestShift(_profile.Probabilities, _rows);
                    slots[i] = new SlotShift(_profile.Slots[i].Name, shift, Math.Abs(shift) > Math.Max(noise, LeastShift));
                }
                return new Drift(_rows, _missing, noise, slots);
            }
        }
    }

    /// <summary>How far so many rows can be from their distribution by chance (Dvoretzky, Kiefer, Wolfowitz, Massart), shared among the slots.</summary>
    private double Noise(long rows) => rows == 0 ? 1 : Math.Sqrt(Math.Log(4.0 * _profile.Slots.Length / FalseAlarmRate) / (2.0 * rows));

    /// <summary>Rows by how many quantiles they reach, and by how many they pass; a value equal to quantiles does the first only.</summary>
    private readonly struct Counts(int places)
    {
        private readonly long[] _reached = new long[places];
        private readonly long[] _passed = new long[places];

        public void Add(float value, float[] quantiles)
        {
            int reached = 0, passed = 0;
            foreach (float quantile in quantiles)
            {
                reached += value >= quantile ? 1 : 0;
                passed += value > quantile ? 1 : 0;
            }
            _reached[reached]++;
            _passed[passed]++;
        }

        /// <summary>
        /// At most the share p of the training rows is below the quantile of p, and at least p up to it: too many below is a fall, too few up to it a rise.
        /// </summary>
        public double LargestShift(double[] probabilities, long rows)
        {
            double rise = 0, fall = 0;
            long below = 0, upTo = 0;
            for (int i = 0; i < probabilities.Length; i++)
            {
                below += _reached[i];
                upTo += _passed[i];
                rise = Math.Max(rise, probabilities[i] - (double)upTo / rows);
                fall = Math.Max(fall, (double)below / rows - probabilities[i]);
            }
            return rise >= fall ? rise : -fall;
        }
    }
}
