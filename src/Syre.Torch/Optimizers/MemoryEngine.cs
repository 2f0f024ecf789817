using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Syre.Torch;

/// <summary>Steps in one SIMD pass over the raw memory of each parameter, its gradient and its state. For the CPU.</summary>
internal sealed unsafe class MemoryEngine(ParameterLayout layout, PullTarget target, IUpdateRule rule) : UpdateEngine(layout, target, rule)
{
    /// <summary>How many elements of θ0 are made anew at a time: two such blocks stay in the first cache.</summary>
    private const int RegeneratedBlock = 2048;

    protected override void Update(IReadOnlyList<ParameterGroupState> groups)
    {
        foreach (ParameterGroupState group in groups)
            foreach (ParameterSlot slot in group.Slots)
                Update(group, slot);
    }

    private void Update(ParameterGroupState group, ParameterSlot slot)
    {
        using Tensor? gradient = GradientOf(slot);
        if (gradient is null || slot.Length == 0)
            return;
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
        var whole = new Segment
        {
            Weight = weights,
            Gradient = gradients,
            First = Vectors.Count > 0 ? Vectors[0].Pointer(slot) : null,
            Second = Vectors.Count > 1 ? Vectors[1].Pointer(slot) : null,
            Bias = Target.Bias(slot),
            Anisotropy = Target.Anisotropy(slot),
            Length = (int)slot.Length,
        };
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

    private static float* Address(Tensor tensor) => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));
}
