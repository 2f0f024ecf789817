using System.Numerics;
using System.Numerics.Tensors;

namespace Syre.MLNet.Diagnostics.Columns;

/// <summary>
/// The entries of a row that differ from zero: the one form that dense and sparse rows are measured in, so that they measure the same.
/// </summary>
/// <param name="slots">Their slots, ascending.</param>
/// <param name="values">Their values.</param>
internal readonly ref struct NonzeroRow(ReadOnlySpan<int> slots, ReadOnlySpan<float> values)
{
    /// <summary>Slots of the entries, ascending.</summary>
    public ReadOnlySpan<int> Slots { get; } = slots;

    /// <summary>Values of the entries.</summary>
    public ReadOnlySpan<float> Values { get; } = values;

    /// <summary>Writes all entries of the row, zeros too.</summary>
    public void CopyTo<T>(Span<T> target)
        where T : INumberBase<T>
    {
        target.Clear();
        for (int i = 0; i < Slots.Length; i++)
            target[Slots[i]] = T.CreateTruncating(Values[i]);
    }

    /// <summary>‖x‖, summed in double precision; at most the largest float.</summary>
    public float Norm()
    {
        double sum = 0;
        foreach (float value in Values)
            sum += (double)value * value;
        return (float)Math.Min(Math.Sqrt(sum), float.MaxValue);
    }

    /// <summary>The row with each entry at most so large; itself where it is.</summary>
    public NonzeroRow Within(float largest)
    {
        if (Values.IsEmpty || Math.Abs(TensorPrimitives.MaxMagnitude(Values)) <= largest)
            return this;
        return new NonzeroRow(Slots, Array.ConvertAll(Values.ToArray(), value => Math.Clamp(value, -largest, largest)));
    }

    /// <summary>Whether every entry is a finite number.</summary>
    public bool IsFinite => Values.IsEmpty || float.IsFinite(TensorPrimitives.MaxMagnitude(Values));
}
