using System.Runtime.InteropServices;
using Syre.Cpu;
using Syre.Torch.Parameters;

namespace Syre.Torch.Updates;

/// <summary>The saved form of the pulls that rows have missed: the last part of a saved optimizer.</summary>
internal static class OwedPullsState
{
    public static void Write(BinaryWriter writer, IReadOnlyList<ParameterSlot> slots)
    {
        foreach (ParameterSlot slot in slots)
        {
            OwedPulls? owed = slot.Owed is { IsSettled: false } some ? some : null;
            writer.Write(owed?.Terms ?? 0);
            if (owed is null)
                continue;
            writer.Write(MemoryMarshal.AsBytes(owed.Sums));
            writer.Write(MemoryMarshal.AsBytes(owed.Marks));
        }
    }

    /// <summary>Reads and checks, and returns what puts it back.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="slots">The parameters.</param>
    /// <param name="isEmpty">Whether nothing was written, because no row had missed a pull.</param>
    /// <exception cref="InvalidDataException">The data do not fit the parameters.</exception>
    public static Action Read(BinaryReader reader, IReadOnlyList<ParameterSlot> slots, bool isEmpty)
    {
        var read = new (double[] Sums, double[] Marks)?[slots.Count];
        for (int i = 0; i < read.Length && !isEmpty; i++)
        {
            int terms = reader.ReadInt32();
            if (terms == 0)
                continue;
            if (terms is not (1 or 4) || slots[i].Width == 0)
            {
                throw new InvalidDataException(
                    $"The saved optimizer state has {terms} terms for missed pulls of parameter '{slots[i].Name}'; expected 0, or 1 or 4 " +
                    "of a table [rows, width]. The file is damaged, or of a parameter of another shape.");
            }
            read[i] = (Doubles(reader, terms), Doubles(reader, checked((int)slots[i].Rows * terms)));
        }
        return () =>
        {
            for (int i = 0; i < read.Length; i++)
            {
                slots[i].Owed = null;
                if (read[i] is not { } saved)
                    continue;
                slots[i].Owed = new OwedPulls(slots[i].Rows, slots[i].Anisotropy);
                slots[i].Owed!.Restore(saved.Sums, saved.Marks);
            }
        };
    }

    private static double[] Doubles(BinaryReader reader, int count)
    {
        var values = new double[count];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
