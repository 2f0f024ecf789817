using Syre.Cpu.Kernels;
using Syre.Cpu.Simd;

namespace Syre.Cpu.Networks;

/// <summary>What rows of entries read from a table: gain·Σ v·s[f]·W[f] over their entries.</summary>
internal static unsafe class TableInput<TS, TV>
    where TS : struct, ISimd<TV>
    where TV : struct
{
    /// <summary>The sums of a tile's rows; zeroes in the rows and columns that fill it.</summary>
    /// <param name="plan">The table.</param>
    /// <param name="input">The rows.</param>
    /// <param name="first">Place of the tile's first row.</param>
    /// <param name="rows">How many it has.</param>
    /// <param name="sums">Where to.</param>
    /// <param name="step">Floats from a row there to the next.</param>
    public static void Sum(LayerPlan plan, in InputRows input, int first, int rows, float* sums, nint step)
    {
        int outputs = plan.Layer.Outputs, padded = plan.OutPanels.Padded;
        for (int r = 0; r < Tile.Rows; r++, sums += step)
        {
            if (r < rows)
                Sum(plan.Layer, input, first + r, sums);
            new Span<float>(sums, padded)[(r < rows ? outputs : 0)..].Clear();
        }
    }

    /// <summary>Adds what the direct table gives, with its bias, to the outputs of a lane.</summary>
    public static void AddDirect(LayerPlan direct, in InputRows input, LaneMemory memory)
    {
        int outputs = direct.Layer.Outputs, last = memory.Steps.Length - 1;
        float* sums = stackalloc float[outputs];
        for (int r = 0; r < memory.Rows; r++)
        {
            float* row = memory.Outputs(last) + (nint)r * memory.Steps[last];
            Sum(direct.Layer, input, r, sums);
            for (int o = 0; o < outputs; o++)
                row[o] += sums[o] + direct.Bias[o];
        }
    }

    private static void Sum(CpuLayer table, in InputRows input, int place, float* sums)
    {
        long row = input.Row(place), start = input.Entries.Starts[row];
        var list = new RowList(
            input.Entries.Features + start, input.Entries.Values + start, input.Entries.Count(row),
            table.Scale is { } scale ? scale.Values : null);
        GatheredRows<TS, TV>.Sum(table.Weight.Values, table.Outputs, list, table.Gain, sums);
    }
}
