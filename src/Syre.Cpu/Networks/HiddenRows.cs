using Syre.Cpu.Networks;

namespace Syre.Cpu;

/// <summary>What a hidden layer gave for some rows, as long as the call lasts that it is handed to.</summary>
public readonly ref struct HiddenRows
{
    private readonly LaneMemory _memory;

    internal HiddenRows(LaneMemory memory, int layer, int units) => (_memory, Layer, Units) = (memory, layer, units);

    /// <summary>Number of the layer, from 0.</summary>
    public int Layer { get; }

    /// <summary>Units of the layer.</summary>
    public int Units { get; }

    /// <summary>Number of rows.</summary>
    public int Count => _memory.Rows;

    /// <summary>The units of a row.</summary>
    public ReadOnlySpan<float> this[int row] => _memory.OutputRow(Layer, row, Units);

    /// <summary>Copies all rows, one after the other.</summary>
    /// <param name="units">Where to, at least <see cref="Count"/> · <see cref="Units"/> numbers.</param>
    public void CopyTo(Span<float> units)
    {
        for (int row = 0; row < Count; row++)
            this[row].CopyTo(units[(row * Units)..]);
    }
}
