using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Syre.Torch.Decay;
using Syre.Torch.Parameters;
using static TorchSharp.torch;

namespace Syre.Torch.Updates;

/// <summary>Steps in one SIMD pass over the raw memory of each parameter, its gradient and its state. For the CPU.</summary>
internal sealed unsafe class MemoryEngine(ParameterLayout layout, PullTarget target, IUpdateRule rule) : UpdateEngine(layout, target, rule)
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

    protected override void Update(IReadOnlyList<ParameterGroupState> groups)
    {
        foreach (ParameterGroupState group in groups)
        {
            foreach (ParameterSlot slot in group.Slots)
                Update(group, slot);
        }
    }

    private void Update(ParameterGroupState group, ParameterSlot slot)
    {
        using Tensor? gradient = GradientOf(slot);
        if (gradient is null || slot.Length == 0)
            return;
        if (gradient.is_sparse)
        {
            StepRows(group, slot, gradient);
            return;
        }
        CatchUp(slot);
        if (Rule.CountsSteps(group))
            slot.Steps++;
        using Tensor? dense = gradient.is_contiguous() ? null : gradient.contiguous();
        float* gradients = Address(dense ?? gradient);
        if (slot.Parameter.is_contiguous())
        {
            Update(group, slot, Address(slot.Parameter), gradients);
            return;
        }
        using var _ = no_grad();
        using Tensor copy = slot.Parameter.contiguous();
        Update(group, slot, Address(copy), gradients);
        slot.Parameter.copy_(copy);
    }

    private void Update(ParameterGroupState group, ParameterSlot slot, float* weights, float* gradients)
    {
        PullKind pull = Target.KindOf(slot, group.WeightDecay);
        Segment whole = Whole(slot, weights, gradients);
        if (pull >= PullKind.Biased && Target.IsRegenerated)
            UpdateInBlocks(group, slot, whole, pull);
        else
            Rule.Update(group, slot.Steps, whole, pull);
    }

    private void UpdateInBlocks(ParameterGroupState group, ParameterSlot slot, in Segment whole, PullKind pull)
    {
        float* room = stackalloc float[2 * RegeneratedBlock];
        for (int start = 0; start < whole.Length; start += RegeneratedBlock)
        {
            int count = Math.Min(RegeneratedBlock, whole.Length - start);
            float* anisotropy = pull == PullKind.Anisotropic ? room + RegeneratedBlock : null;
            Target.Generate(slot, start, new(room, count), new(anisotropy, anisotropy == null ? 0 : count));
            Segment block = whole.Slice(start, count) with { Bias = room, Anisotropy = anisotropy };
            Rule.Update(group, slot.Steps, block, pull);
        }
    }

    /// <summary>
    /// Rows pay what they owe where they lie. Then they are updated side by side in a block, so that narrow rows fill registers too and
    /// what an update computes once it computes once a block.
    /// </summary>
    protected override void UpdateRows(ParameterSlot slot, ReadOnlySpan<long> rows, Tensor? gradient, RowUpdate? update)
    {
        int width = slot.Width, atOnce = Math.Max(1, RowBlock / Math.Max(1, width));
        Segment whole = Whole(slot, Address(slot.Parameter), null);
        float* gradients = gradient is null ? null : Address(gradient);
        PullKind pull = Target.KindOf(slot, weightDecay: 1);
        bool regenerates = pull >= PullKind.Biased && Target.IsRegenerated;
        Span<double> owed = stackalloc double[slot.Owed!.Terms];
        fixed (float* start = new float[5 * atOnce * width])
        {
            Segment room = Room(start, atOnce * width, pull);
            for (int at = 0; at < rows.Length; at += atOnce)
            {
                ReadOnlySpan<long> block = rows.Slice(at, Math.Min(atOnce, rows.Length - at));
                for (int i = 0; i < block.Length; i++)
                {
                    if (at + i + RowsAhead < rows.Length)
                    {
                        slot.Owed.Fetch(rows[at + i + RowsAhead]);
                        Fetch(whole, rows[at + i + RowsAhead] * width, width);
                    }
                    bool owes = slot.Owed.Take(block[i], owed);
                    if (!owes && update is null)
                        continue;
                    Segment row = whole.Slice((int)block[i] * width, width), copy = room.Slice(i * width, width);
                    if (regenerates)
                    {
                        Target.Generate(slot, block[i] * width, new(copy.Bias, width),
                            new(copy.Anisotropy, copy.Anisotropy == null ? 0 : width));
                        row = row with { Bias = copy.Bias, Anisotropy = copy.Anisotropy };
                    }
                    if (owes)
                        Pay(row, owed);
                    if (update is not null)
                        row.CopyTo(copy);
                }
                if (update is not { } todo)
                    continue;
                Segment updated = room.Slice(0, block.Length * width) with { Gradient = gradients == null ? null : gradients + at * width };
                todo.Rule.Update(todo.Group, slot.Steps, updated, todo.Pull);
                for (int i = 0; i < block.Length; i++)
                    room.Slice(i * width, width).CopyResultTo(whole.Slice((int)block[i] * width, width));
            }
        }
    }

    /// <summary>
    /// Asks for the memory of a row that is updated soon. In a table that no cache holds, waiting for it is most of a step otherwise.
    /// </summary>
    private static void Fetch(in Segment whole, long start, int width)
    {
        if (!Sse.IsSupported)
            return;
        for (long i = start; i < start + width; i += CacheLine)
        {
            Sse.Prefetch0(whole.Weight + i);
            if (whole.First != null)
                Sse.Prefetch0(whole.First + i);
            if (whole.Second != null)
                Sse.Prefetch0(whole.Second + i);
            if (whole.Bias != null)
                Sse.Prefetch0(whole.Bias + i);
            if (whole.Anisotropy != null)
                Sse.Prefetch0(whole.Anisotropy + i);
        }
    }

    /// <summary>Applies missed pulls at once, in double precision.</summary>
    private static void Pay(in Segment row, ReadOnlySpan<double> owed)
    {
        double all = Math.Exp(owed[0]);
        int i = 0;
        if (row.Anisotropy == null)
        {
            for (; i <= row.Length - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector.Widen(Vector.Load(row.Weight + i), out Vector<double> low, out Vector<double> high);
                Vector.Widen(row.Bias == null ? Vector<float>.Zero : Vector.Load(row.Bias + i), out Vector<double> lowTarget,
                    out Vector<double> highTarget);
                Vector.Narrow(lowTarget + (low - lowTarget) * all, highTarget + (high - highTarget) * all).Store(row.Weight + i);
            }
        }
        for (; i < row.Length; i++)
        {
            double target = row.Bias == null ? 0 : row.Bias[i];
            double left = row.Anisotropy == null ? all : Math.Exp(OwedPulls.LogFactor(owed, row.Anisotropy[i]));
            row.Weight[i] = (float)(target + (row.Weight[i] - target) * left);
        }
    }

    /// <summary>A segment in memory of its own, with what updates of this optimizer's tables read and write.</summary>
    private Segment Room(float* start, int length, PullKind pull) => new()
    {
        Weight = start,
        Gradient = null,
        First = Vectors.Count > 0 ? start + length : null,
        Second = Vectors.Count > 1 ? start + 2 * length : null,
        Bias = pull >= PullKind.Biased ? start + 3 * length : null,
        Anisotropy = pull == PullKind.Anisotropic ? start + 4 * length : null,
        Length = length,
    };

    private Segment Whole(ParameterSlot slot, float* weights, float* gradients) => new()
    {
        Weight = weights,
        Gradient = gradients,
        First = Vectors.Count > 0 ? Vectors[0].Pointer(slot) : null,
        Second = Vectors.Count > 1 ? Vectors[1].Pointer(slot) : null,
        Bias = Target.Bias(slot),
        Anisotropy = Target.Anisotropy(slot),
        Length = (int)slot.Length,
    };

    private static float* Address(Tensor tensor) => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));
}
