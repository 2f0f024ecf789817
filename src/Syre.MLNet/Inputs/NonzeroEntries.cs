using Microsoft.ML.Data;

namespace Syre.MLNet.Inputs;

/// <summary>
/// The entries of a vector that differ from zero, those that are no number among them; the same of a dense and a sparse one.
/// </summary>
/// <param name="vector">The vector.</param>
internal ref struct NonzeroEntries(in VBuffer<float> vector)
{
    private readonly ReadOnlySpan<float> _values = vector.GetValues();

    /// <summary>Empty for a dense vector.</summary>
    private readonly ReadOnlySpan<int> _indices = vector.IsDense ? default : vector.GetIndices();

    private int _at = -1;

    public readonly (int Slot, float Value) Current => (_indices.IsEmpty ? _at : _indices[_at], _values[_at]);

    public bool MoveNext()
    {
        while (++_at < _values.Length)
        {
            if (_values[_at] != 0)
                return true;
        }
        return false;
    }

    public readonly NonzeroEntries GetEnumerator() => this;
}
