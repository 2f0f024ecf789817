using System.Buffers;
using System.Runtime.Intrinsics.X86;
using Syre.Cpu;
using Syre.Torch.Decay;
using Syre.Torch.Parameters;

namespace Syre.Torch.Updates;

/// <summary>The memory of one parameter with everything that updates read and write beside it, and how parts of it are updated.</summary>
/// <param name="slot">The parameter.</param>
/// <param name="target">What it is pulled towards.</param>
/// <param name="whole">All of it, without a gradient; without θ0 and ξ where these are made anew.</param>
internal readonly unsafe struct SlotMemory(ParameterSlot slot, PullTarget target, in Segment whole)
{
    /// <summary>How many elements of θ0 are made anew at a time: two such blocks stay in the first cache.</summary>
    private const int RegeneratedBlock = 2048;

    /// <summary>How many elements of rows are updated at a time, at least one row: what an update reads and writes of them
    /// stays in the first cache.</summary>
    private const int RowBlock = 1024;

    /// <summary>Floats in 64 bytes.</summary>
    private const int CacheLine = 16;

    /// <summary>How many rows of a table are fetched ahead.</summary>
    private const int RowsAhead = 16;

    private readonly Segment _whole = whole;

    /// <summary>Updates a range of elements.</summary>
    /// <param name="start">The first element.</param>
    /// <param name="gradient">Their gradient, or null for an update that does not read it.</param>
    /// <param name="length">How many.</param>
    /// <param name="update">The update.</param>
    /// <param name="pull">How they are pulled.</param>
    public void Update(int start, float* gradient, int length, PreparedUpdate update, PullKind pull)
    {
        Segment range = _whole.Slice(start, length) with { Gradient = gradient };
        if (pull >= PullKind.Biased && target.IsRegenerated)
            UpdateInBlocks(start, range, update, pull);
        else
            update.Apply(range, pull);
    }

    private void UpdateInBlocks(int first, in Segment range, PreparedUpdate update, PullKind pull)
    {
        float* room = stackalloc float[2 * RegeneratedBlock];
        for (int start = 0; start < range.Length; start += RegeneratedBlock)
        {
            int count = Math.Min(RegeneratedBlock, range.Length - start);
            float* anisotropy = pull == PullKind.Anisotropic ? room + RegeneratedBlock : null;
            target.Generate(slot, first + start, new(room, count), new(anisotropy, anisotropy == null ? 0 : count));
            update.Apply(range.Slice(start, count) with { Bias = room, Anisotropy = anisotropy }, pull);
        }
    }

    /// <summary>
    /// Rows pay what they owe where they lie. Then they are updated side by side in a block, so that narrow rows fill registers too.
    /// </summary>
    /// <param name="rows">The rows of a table that has <see cref="ParameterSlot.Owed"/>, each once.</param>
    /// <param name="gradients">Their gradients, [rows, width], or null for an update that does not read them.</param>
    /// <param name="update">The update of the step that has begun; null if they only pay.</param>
    /// <param name="pull">How the update pulls them.</param>
    public void UpdateRows(ReadOnlySpan<long> rows, float* gradients, PreparedUpdate? update, PullKind pull)
    {
        int width = slot.Width, atOnce = Math.Max(1, RowBlock / Math.Max(1, width));
        float[] memory = ArrayPool<float>.Shared.Rent(5 * atOnce * width);
        fixed (float* start = memory)
        {
            Segment room = Room(start, atOnce * width);
            for (int at = 0; at < rows.Length; at += atOnce)
            {
                ReadOnlySpan<long> block = rows.Slice(at, Math.Min(atOnce, rows.Length - at));
                PayAndCopy(rows, at, block.Length, room, update is not null);
                if (update is null)
                    continue;
                update.Apply(
                    room.Slice(0, block.Length * width) with { Gradient = gradients == null ? null : gradients + (long)at * width }, pull);
                for (int i = 0; i < block.Length; i++)
                    room.Slice(i * width, width).CopyResultTo(Row(block[i]));
            }
        }
        ArrayPool<float>.Shared.Return(memory);
    }

    /// <summary>Lets rows pay, and copies them side by side if they are to be updated.</summary>
    private void PayAndCopy(ReadOnlySpan<long> rows, int first, int count, in Segment room, bool isUpdated)
    {
        OwedPulls account = slot.Owed!;
        Span<double> owed = stackalloc double[account.Terms];
        bool regenerates = room.Bias != null && target.IsRegenerated;
        for (int i = 0; i < count; i++)
        {
            if (first + i + RowsAhead < rows.Length)
            {
                account.Fetch(rows[first + i + RowsAhead]);
                Fetch(rows[first + i + RowsAhead]);
            }
            long number = rows[first + i];
            bool owes = isUpdated ? account.TakeInStep(number, owed) : account.Take(number, owed);
            if (!owes && !isUpdated)
                continue;
            Segment row = Row(number), copy = room.Slice(i * slot.Width, slot.Width);
            if (regenerates)
            {
                target.Generate(slot, number * slot.Width, new(copy.Bias, slot.Width),
                    new(copy.Anisotropy, copy.Anisotropy == null ? 0 : slot.Width));
                row = row with { Bias = copy.Bias, Anisotropy = copy.Anisotropy };
            }
            if (owes)
                OwedPulls.Pay(row, owed);
            if (isUpdated)
                row.CopyTo(copy);
        }
    }

    private Segment Row(long number) => _whole.Slice((int)number * slot.Width, slot.Width);

    /// <summary>
    /// Asks for the memory of a row that is updated soon. In a table that no cache holds, waiting for it is most of a step otherwise.
    /// </summary>
    private void Fetch(long row)
    {
        if (!Sse.IsSupported)
            return;
        for (long i = row * slot.Width; i < (row + 1) * slot.Width; i += CacheLine)
        {
            Sse.Prefetch0(_whole.Weight + i);
            if (_whole.First != null)
                Sse.Prefetch0(_whole.First + i);
            if (_whole.Second != null)
                Sse.Prefetch0(_whole.Second + i);
            if (_whole.Bias != null)
                Sse.Prefetch0(_whole.Bias + i);
            if (_whole.Anisotropy != null)
                Sse.Prefetch0(_whole.Anisotropy + i);
        }
    }

    /// <summary>A segment in memory of its own, with what updates of this table read and write.</summary>
    private Segment Room(float* start, int length)
    {
        PullKind pull = target.KindOf(slot, weightDecay: 1);
        return new()
        {
            Weight = start,
            Gradient = null,
            First = _whole.First != null ? start + length : null,
            Second = _whole.Second != null ? start + 2 * length : null,
            Bias = pull >= PullKind.Biased ? start + 3 * length : null,
            Anisotropy = pull == PullKind.Anisotropic ? start + 4 * length : null,
            Length = length,
        };
    }
}
