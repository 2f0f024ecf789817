namespace Syre.MLNet.Inputs;

/// <summary>What tells a feature's numbers from flags, of values one after another.</summary>
internal struct ValueSpread
{
    /// <summary>
    /// Values within this are as good as one: TabArena's guard against a constant that became many by rounding, and whose functions
    /// would explode beyond it.
    /// </summary>
    private const float LeastRange = 1e-6f;

    private float _least, _greatest;
    private bool _hasBetween;

    /// <summary>Of no value.</summary>
    public static ValueSpread None { get; } = new() { _least = float.PositiveInfinity, _greatest = float.NegativeInfinity };

    /// <summary>Whether there were three values or more, not all within 10⁻⁶.</summary>
    public readonly bool IsNumber => _hasBetween && _greatest - _least > LeastRange;

    /// <summary>Takes another value; a missing one counts for nothing.</summary>
    public void Add(float value)
    {
        if (float.IsNaN(value))
            return;
        _hasBetween |= _least < _greatest && value != _least && value != _greatest;
        _least = Math.Min(_least, value);
        _greatest = Math.Max(_greatest, value);
    }
}
