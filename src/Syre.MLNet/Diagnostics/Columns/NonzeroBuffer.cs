using Microsoft.ML.Data;

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
        ReadOnlySpan<float> values = vector.GetValues();
        ReadOnlySpan<int> indices = vector.IsDense ? default : vector.GetIndices();
        int count = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] == 0)
                continue;
            _slots[count] = vector.IsDense ? i : indices[i];
            _values[count++] = values[i];
        }
        return new NonzeroRow(_slots.AsSpan(0, count), _values.AsSpan(0, count));
    }
}
