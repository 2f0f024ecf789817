using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Syre.Torch.Parameters;

/// <summary>Finds the distinct rows of a table in a list, in a time that grows with the list only. Its memory is one
/// integer a row of the table.</summary>
internal sealed class RowFinder(ParameterSlot slot)
{
    /// <summary>One more than each row's place in the answer that is being made; 0 for the others, and for all
    /// between two answers.</summary>
    private readonly int[] _places = new int[slot.Rows];

    /// <summary>The distinct rows, in the order in which they first come, and for each number listed its row's place among them.</summary>
    /// <param name="rows">Row numbers: integers of any shape.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public (long[] Distinct, int[] Places) Find(Tensor rows)
    {
        using Tensor wide = rows.to_type(ScalarType.Int64);
        using Tensor host = wide.cpu();
        using Tensor flat = host.contiguous();
        ReadOnlySpan<long> listed = rows.numel() == 0 ? [] : MemoryMarshal.Cast<byte, long>(flat.bytes);
        foreach (long row in listed)
        {
            if (row < 0 || row >= _places.Length)
                throw new ArgumentOutOfRangeException(nameof(rows), row, $"Parameter '{slot.Name}' has rows 0 to {_places.Length - 1}.");
        }
        var distinct = new long[listed.Length];
        var found = new int[listed.Length];
        int count = 0;
        for (int i = 0; i < listed.Length; i++)
        {
            ref int place = ref _places[listed[i]];
            if (place == 0)
            {
                distinct[count] = listed[i];
                place = ++count;
            }
            found[i] = place - 1;
        }
        Array.Resize(ref distinct, count);
        foreach (long row in distinct)
            _places[row] = 0;
        return (distinct, found);
    }
}
