using Microsoft.ML.Data;
using Syre.MLNet.Inputs;

namespace Syre.MLNet.Diagnostics.Columns;

/// <summary>Takes the nonzero entries out of one vector after the other.</summary>
/// <param name="width">Size of the vectors.</param>
internal sealed class NonzeroBuffer(int width)
{
    private readonly int[] _slots = new int[width];
    private readonly float[] _values = new float[width];

    /// <summary>The entries of <paramref name="vector"/>, good until the next call.</summary>
    public NonzeroRow Read(in VBuffer<float> vector)
    {
        int count = 0;
        foreach ((int slot, float value) in new NonzeroEntries(vector))
            (_slots[count], _values[count++]) = (slot, value);
        return new NonzeroRow(_slots.AsSpan(0, count), _values.AsSpan(0, count));
    }
}
