using static TorchSharp.torch;

namespace Syre.Torch;

/// <summary>
/// Steps in a handful of operations on whole tensors: all parameters become views into one tensor, their gradients are joined. For
/// devices whose memory cannot be reached, where few large operations beat many small ones.
/// </summary>
internal sealed class TensorEngine : UpdateEngine
{
    private readonly FlatVector weights;

    public TensorEngine(ParameterLayout layout, PullTarget target, IUpdateRule rule)
        : base(layout, target, rule)
    {
        weights = new FlatVector(layout);
        using var _ = no_grad();
        foreach (ParameterSlot slot in layout.Slots)
        {
            using Tensor flat = weights.View(slot.Offset, slot.Length);
            using Tensor view = flat.view(slot.Parameter.shape);
            view.copy_(slot.Parameter);
            slot.Parameter.set_(view);
        }
    }

    public override void Dispose()
    {
        weights.Dispose();
        base.Dispose();
    }

    protected override void Update(IReadOnlyList<ParameterGroupState> groups)
    {
        using var _ = no_grad();
        foreach (ParameterGroupState group in groups)
        {
            int at = 0;
            while (at < group.Slots.Length)
                at = UpdateRun(group, at);
        }
    }

    /// <summary>Updates the longest run that starts at slot <paramref name="start"/>, and returns the slot after it.</summary>
    private int UpdateRun(ParameterGroupState group, int start)
    {
        using var scope = NewDisposeScope();
        ParameterSlot first = group.Slots[start];
        PullKind pull = Target.KindOf(first, group.WeightDecay);
        var gradients = new List<Tensor>();
        long length = 0;
        int end = start;
        for (; end < group.Slots.Length; end++)
        {
            ParameterSlot slot = group.Slots[end];
            bool adjoins = slot.Offset == first.Offset + length && slot.Steps == first.Steps;
            if (!adjoins || Target.KindOf(slot, group.WeightDecay) != pull || GradientOf(slot) is not { } gradient)
                break;
            length += slot.Length;
            if (Rule.ReadsGradient)
                gradients.Add(gradient.reshape(-1));
        }
        if (end == start)
            return start + 1;

        (Tensor? bias, Tensor? anisotropy) = pull >= PullKind.Biased
            ? Target.Tensors(group.Slots[start..end], first.Offset, length)
            : (null, null);
        Tensor joined = Rule.ReadsGradient ? cat(gradients) : empty(0);
        Tensor? State(int index) => index < Vectors.Count ? Vectors[index].View(first.Offset, length) : null;
        var run = new TensorRun(weights.View(first.Offset, length), joined, State(0), State(1), bias, anisotropy);
        if (Rule.CountsSteps(group))
            foreach (ParameterSlot slot in group.Slots[start..end])
                slot.Steps++;
        Rule.Update(group, first.Steps, run, pull);
        return end;
    }
}
