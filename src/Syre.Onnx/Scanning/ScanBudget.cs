namespace Syre.Onnx.Scanning;

/// <summary>
/// What a graph may have of each kind, far above what networks have: a message of two bytes becomes an object of a hundred, so that the
/// bytes of the file alone bound too little. And what was found that is refused.
/// </summary>
internal sealed class ScanBudget(WireReader reader)
{
    /// <summary>Most bytes of a name.</summary>
    public const int LongestName = 1 << 16;

    private const int MostParts = 100_000;
    private const int MostValues = 1 << 20;
    private const int MostRefusals = 20;
    private readonly List<string> _refused = [];
    private int _parts;
    private long _values;
    private int _names;

    /// <summary>What is refused, one sentence each.</summary>
    public IReadOnlyList<string> Refused => _refused;

    /// <summary>Whether anything is.</summary>
    public bool IsRefused => _refused.Count > 0;

    /// <summary>Notes something that is refused.</summary>
    public void Refuse(string what)
    {
        if (_refused.Count < MostRefusals && !_refused.Contains(what))
            _refused.Add(what);
    }

    /// <summary>Counts a node, tensor, input or the like.</summary>
    public void Part()
    {
        if (++_parts > MostParts)
            throw reader.Fault($"it has more than {MostParts} nodes, tensors, inputs and outputs");
    }

    /// <summary>Counts numbers or names in lists.</summary>
    public void Values(long count)
    {
        if ((_values += count) > MostValues)
            throw reader.Fault($"its nodes have more than {MostValues} inputs, outputs and listed values");
    }

    /// <summary>Counts a name; returns its greatest length.</summary>
    public int Name() => ++_names > MostValues ? throw reader.Fault($"it has more than {MostValues} names") : LongestName;
}
