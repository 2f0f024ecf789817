using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Syre.Cpu;
using Syre.Torch.Decay;
using Syre.Torch.Parameters;
using static TorchSharp.torch;

namespace Syre.Torch.Updates;

/// <summary>Steps in one SIMD pass over the raw memory of each parameter, its gradient and its state. For the CPU.</summary>
internal sealed unsafe class MemoryEngine(ParameterLayout layout, PullTarget target, IUpdateRule rule) : UpdateEngine(layout, target, rule)
{
    private PreparedUpdate? _update;

    public override DirectUpdate Direct(ParameterGroupState group, ParameterSlot slot) => slot.Parameter.is_contiguous()
        ? new DirectUpdate(this, group, slot, slot.Length == 0 ? null : Address(slot.Parameter))
        : throw new ArgumentException(
            $"Parameter '{slot.Name}' is not contiguous; expected elements that lie side by side. Make it of value.contiguous().");

    /// <summary>Begins a step of a parameter whose gradient is not in a tensor.</summary>
    public PreparedStep Begin(ParameterGroupState group, ParameterSlot slot, float* weights, PreparedUpdate? earlier)
    {
        EnsureVectors(Rule.VectorCount(group));
        CatchUp(slot);
        if (Rule.CountsSteps(group))
            slot.Steps++;
        return Step(group, slot, weights, earlier, Target.KindOf(slot, group.WeightDecay));
    }

    /// <summary>Begins a step of some rows of a table, each listed once, whose gradients are not in a tensor.</summary>
    /// <exception cref="NotSupportedException">The update cannot be that of some rows.</exception>
    public PreparedStep BeginRows(
        ParameterGroupState group, ParameterSlot slot, float* weights, PreparedUpdate? earlier, ReadOnlySpan<long> rows)
    {
        EnsureVectors(Rule.VectorCount(group));
        return Step(group, slot, weights, earlier, BeginRows(group, slot, rows));
    }

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
        PreparedStep step = Begin(group, slot, weights, _update);
        step.Memory.Update(0, gradients, (int)slot.Length, _update = step.Update, step.Pull);
    }

    protected override void UpdateRows(ParameterSlot slot, ReadOnlySpan<long> rows, Tensor? gradient, RowUpdate? update)
    {
        PreparedUpdate? prepared = update?.Rule.Prepare(update.Value.Group, slot.Steps, earlier: null);
        Memory(slot, Address(slot.Parameter))
            .UpdateRows(rows, gradient is null ? null : Address(gradient), prepared, update?.Pull ?? PullKind.None);
    }

    private PreparedStep Step(ParameterGroupState group, ParameterSlot slot, float* weights, PreparedUpdate? earlier, PullKind pull) =>
        new(Memory(slot, weights), Rule.Prepare(group, slot.Steps, earlier), pull);

    private SlotMemory Memory(ParameterSlot slot, float* weights) => new(slot, Target, new Segment
    {
        Weight = weights,
        Gradient = null,
        First = Vectors.Count > 0 ? Vectors[0].Pointer(slot) : null,
        Second = Vectors.Count > 1 ? Vectors[1].Pointer(slot) : null,
        Bias = Target.Bias(slot),
        Anisotropy = Target.Anisotropy(slot),
        Length = (int)slot.Length,
    });

    private static float* Address(Tensor tensor) => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));
}
