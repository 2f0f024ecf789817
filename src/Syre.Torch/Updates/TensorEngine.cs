using Syre.Cpu;
using Syre.Torch.Decay;
using Syre.Torch.Parameters;
using static TorchSharp.torch;

namespace Syre.Torch.Updates;

/// <summary>
/// Steps in a handful of operations on whole tensors: all parameters become views into one tensor, their gradients are joined. For
/// devices whose memory cannot be reached, where few large operations beat many small ones.
/// </summary>
internal sealed class TensorEngine : UpdateEngine
{
    private readonly FlatVector _weights;

    public TensorEngine(ParameterLayout layout, PullTarget target, IUpdateRule rule)
        : base(layout, target, rule)
    {
        _weights = new FlatVector(layout);
        using var _ = no_grad();
        foreach (ParameterSlot slot in layout.Slots)
        {
            using Tensor flat = _weights.View(slot.Offset, slot.Length);
            using Tensor view = flat.view(slot.Parameter.shape);
            view.copy_(slot.Parameter);
            slot.Parameter.set_(view);
        }
    }

    public override void Dispose()
    {
        _weights.Dispose();
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
        if (GradientOf(first) is { is_sparse: true } sparse)
        {
            StepRows(group, first, sparse);
            return start + 1;
        }
        PullKind pull = Target.KindOf(first, group.WeightDecay);
        var gradients = new List<Tensor>();
        long length = 0;
        int end = start;
        for (; end < group.Slots.Length; end++)
        {
            ParameterSlot slot = group.Slots[end];
            bool adjoins = slot.Offset == first.Offset + length && slot.Steps == first.Steps;
            if (!adjoins || Target.KindOf(slot, group.WeightDecay) != pull || GradientOf(slot) is not { is_sparse: false } gradient)
                break;
            CatchUp(slot);
            length += slot.Length;
            if (Rule.ReadsGradient)
                gradients.Add(gradient.reshape(-1));
        }
        if (end == start)
            return start + 1;

        (Tensor? bias, Tensor? anisotropy) = pull >= PullKind.Biased
            ? Target.Tensors(group.Slots[start..end], first.Offset, length)
            : (null, null);
        Tensor joined = Rule.ReadsGradient ? cat(gradients) : empty(0, ScalarType.Float32);
        Tensor? State(int index) => index < Vectors.Count ? Vectors[index].View(first.Offset, length) : null;
        var run = new TensorRun(_weights.View(first.Offset, length), joined, State(0), State(1), bias, anisotropy);
        if (Rule.CountsSteps(group))
        {
            foreach (ParameterSlot slot in group.Slots[start..end])
                slot.Steps++;
        }
        Rule.Update(group, first.Steps, run, pull);
        return end;
    }

    protected override void UpdateRows(ParameterSlot slot, ReadOnlySpan<long> rows, Tensor? gradient, RowUpdate? update)
    {
        if (rows.IsEmpty)
            return;
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        Tensor index = tensor(rows.ToArray(), device: Layout.Device);
        Tensor Table(FlatVector vector) => vector.View(slot.Offset, slot.Length).view(slot.Rows, slot.Width);
        Tensor weight = Table(_weights)[TensorIndex.Tensor(index)];
        (Tensor? bias, Tensor? anisotropy) = Target.KindOf(slot, weightDecay: 1) >= PullKind.Biased
            ? Target.Tensors(slot, rows, index)
            : (null, null);
        Pay(slot.Owed!, rows, isInStep: update is not null, weight, bias, anisotropy);
        if (update is { } todo)
        {
            Tensor[] state = [.. Vectors.Select(vector => Table(vector)[TensorIndex.Tensor(index)])];
            Tensor? State(int i) => i < state.Length ? state[i].view(-1) : null;
            Tensor copy = gradient is null ? empty(0, ScalarType.Float32) : gradient.clone().view(-1);
            var run = new TensorRun(weight.view(-1), copy, State(0), State(1), bias?.view(-1), anisotropy?.view(-1));
            todo.Rule.Update(todo.Group, slot.Steps, run, todo.Pull);
            for (int i = 0; i < state.Length; i++)
                Table(Vectors[i]).index_copy_(0, index, state[i]);
        }
        Table(_weights).index_copy_(0, index, weight);
    }

    /// <summary>Applies missed pulls at once: φ − θ0 grows by expm1 of the factor's logarithm, which float32
    /// holds to its last place.</summary>
    private void Pay(
        OwedPulls account, ReadOnlySpan<long> rows, bool isInStep, Tensor weight, Tensor? bias, Tensor? anisotropy)
    {
        int terms = account.Terms;
        var owed = new double[terms];
        var columns = new float[terms, rows.Length];
        bool any = false;
        for (int i = 0; i < rows.Length; i++)
        {
            any |= isInStep ? account.TakeInStep(rows[i], owed) : account.Take(rows[i], owed);
            for (int k = 0; k < terms; k++)
                columns[k, i] = (float)owed[k];
        }
        if (!any)
            return;
        Tensor sums = tensor(columns, device: Layout.Device).unsqueeze(-1);
        Tensor log = anisotropy is null
            ? sums[0]
            : sums[0] - anisotropy * sums[1].Add(anisotropy * sums[2].Div(2).Add(anisotropy * sums[3].Div(3)));
        Tensor difference = bias is null ? weight.clone() : weight - bias;
        weight.Add_(difference.mul_(log.expm1()));
    }
}
